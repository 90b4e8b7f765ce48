/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The way to the kernel and back. Tests link another transport.c in its place. */
#ifndef _RFW_TRANSPORT_H
#define _RFW_TRANSPORT_H

#include "codec.h"

struct rfw_transport;

/* NULL with errno set */
struct rfw_transport *rfw_transport_open(const char *netns);
void rfw_transport_close(struct rfw_transport *transport);
int rfw_transport_fd(const struct rfw_transport *transport);
int rfw_transport_send(struct rfw_transport *transport, const void *data, size_t length);
/*
 * One datagram, in place of what @buffer held: its length, -ENOBUFS where messages were lost, or
 * another error.
 */
ssize_t rfw_transport_receive(struct rfw_transport *transport, struct rfw_buffer *buffer);
int rfw_transport_join(struct rfw_transport *transport, uint32_t group);

/* net.ipv6.conf.all.forwarding of the namespace */
int rfw_transport_forwarding(const char *netns);

#endif
