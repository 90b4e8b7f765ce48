// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport.h"

#include <errno.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RECEIVE_SPACE 1048576

struct rfw_transport {
	struct mnl_socket *socket;
	size_t send_space;
};

/*
 * Move the thread to another network namespace. Returns the way back: a descriptor, or -1 where
 * there is no need of one.
 */
static int netns_enter(const char *netns, int *back)
{
	char path[4096];
	int there, err = 0;

	*back = -1;
	if (!netns)
		return 0;
	if (snprintf(path, sizeof(path), "%s%s", strchr(netns, '/') ? "" : "/run/netns/", netns) >=
	    (int)sizeof(path))
		return -ENAMETOOLONG;
	*back = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	if (*back < 0)
		return -errno;
	there = open(path, O_RDONLY | O_CLOEXEC);
	if (there < 0 || setns(there, CLONE_NEWNET))
		err = -errno;
	if (there >= 0)
		close(there);
	if (err) {
		close(*back);
		*back = -1;
	}
	return err;
}

static void netns_leave(int back)
{
	if (back < 0)
		return;
	/* Going on in the wrong namespace could do harm. */
	if (setns(back, CLONE_NEWNET))
		abort();
	close(back);
}

struct rfw_transport *rfw_transport_open(const char *netns)
{
	struct rfw_transport *transport = calloc(1, sizeof(*transport));
	int back, err, yes = 1, space = RECEIVE_SPACE;

	if (!transport)
		return NULL;
	err = netns_enter(netns, &back);
	if (!err) {
		transport->socket = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
		err = transport->socket ? 0 : -errno;
		netns_leave(back);
	}
	if (!err && mnl_socket_bind(transport->socket, 0, MNL_SOCKET_AUTOPID))
		err = -errno;
	if (err) {
		rfw_transport_close(transport);
		errno = -err;
		return NULL;
	}
	mnl_socket_setsockopt(transport->socket, NETLINK_EXT_ACK, &yes, sizeof(yes));
	mnl_socket_setsockopt(transport->socket, NETLINK_CAP_ACK, &yes, sizeof(yes));
	mnl_socket_setsockopt(transport->socket, NETLINK_GET_STRICT_CHK, &yes, sizeof(yes));
	if (setsockopt(rfw_transport_fd(transport), SOL_SOCKET, SO_RCVBUFFORCE, &space,
		       sizeof(space)))
		setsockopt(rfw_transport_fd(transport), SOL_SOCKET, SO_RCVBUF, &space,
			   sizeof(space));
	return transport;
}

void rfw_transport_close(struct rfw_transport *transport)
{
	if (transport->socket)
		mnl_socket_close(transport->socket);
	free(transport);
}

int rfw_transport_fd(const struct rfw_transport *transport)
{
	return mnl_socket_get_fd(transport->socket);
}

/* Netlink refuses a message that is larger than the socket's send buffer. */
static void widen(struct rfw_transport *transport, size_t length)
{
	int space = 2 * length + 4096;
	int fd = rfw_transport_fd(transport);

	if (length <= transport->send_space)
		return;
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &space, sizeof(space)))
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &space, sizeof(space));
	transport->send_space = length;
}

int rfw_transport_send(struct rfw_transport *transport, const void *data, size_t length)
{
	widen(transport, length);
	while (mnl_socket_sendto(transport->socket, data, length) < 0) {
		if (errno != EINTR)
			return -errno;
	}
	return 0;
}

ssize_t rfw_transport_receive(struct rfw_transport *transport, struct rfw_buffer *buffer)
{
	int fd = rfw_transport_fd(transport);
	ssize_t length;
	int err;

	buffer->used = 0;
	err = rfw_buffer_reserve(buffer, 32768);
	if (err)
		return err;
	do {
		length = recv(fd, NULL, 0, MSG_PEEK | MSG_TRUNC);
	} while (length < 0 && errno == EINTR);
	if (length < 0)
		return -errno;
	err = rfw_buffer_reserve(buffer, length);
	if (err)
		return err;
	length = mnl_socket_recvfrom(transport->socket, buffer->data, buffer->size);
	if (length < 0)
		return -errno;
	buffer->used = length;
	return length;
}

int rfw_transport_join(struct rfw_transport *transport, uint32_t group)
{
	if (mnl_socket_setsockopt(transport->socket, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)))
		return -errno;
	return 0;
}

int rfw_transport_forwarding(const char *netns)
{
	char value = 0;
	int back, fd, err;

	err = netns_enter(netns, &back);
	if (err)
		return err;
	fd = open("/proc/sys/net/ipv6/conf/all/forwarding", O_RDONLY | O_CLOEXEC);
	err = fd < 0 || read(fd, &value, 1) != 1 ? -errno : 0;
	if (fd >= 0)
		close(fd);
	netns_leave(back);
	return err ? err : value == '1';
}
