// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands in for the kernel: socket buffers, caches with an account and failures on demand,
 * RCU.
 */
#include <linux/errno.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>
#include <linux/slab.h>

struct kmem_cache {
	const char *name;
	size_t size;
	unsigned long objects;
};

static unsigned int fail_nth;
static unsigned long objects;
static struct rcu_head *callbacks, **callbacks_end = &callbacks;

static bool fails(void)
{
	return fail_nth && !--fail_nth;
}

void hosted_fail_allocation(unsigned int nth)
{
	fail_nth = nth;
}

unsigned long hosted_objects(void)
{
	return objects;
}

struct kmem_cache *hosted_cache_create(const char *name, size_t size)
{
	struct kmem_cache *cache = fails() ? NULL : calloc(1, sizeof(*cache));

	if (cache) {
		cache->name = name;
		cache->size = size;
	}
	return cache;
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	if (cache && cache->objects) {
		printf("Bail out! %lu objects of cache %s are in use\n", cache->objects,
		       cache->name);
		exit(1);
	}
	free(cache);
}

void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags)
{
	void *object = fails() ? NULL : malloc(cache->size);

	if (object) {
		memset(object, 0xa5, cache->size);
		cache->objects++;
		objects++;
	}
	return object;
}

void *kmem_cache_zalloc(struct kmem_cache *cache, gfp_t flags)
{
	void *object = kmem_cache_alloc(cache, flags);

	return object ? memset(object, 0, cache->size) : NULL;
}

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	cache->objects--;
	objects--;
	free(object);
}

void *kmalloc(size_t size, gfp_t flags)
{
	return fails() ? NULL : malloc(size);
}

void *kzalloc(size_t size, gfp_t flags)
{
	return fails() ? NULL : calloc(1, size);
}

void kfree(const void *object)
{
	free((void *)object);
}

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head))
{
	head->func = func;
	head->next = NULL;
	*callbacks_end = head;
	callbacks_end = &head->next;
}

void rcu_barrier(void)
{
	while (callbacks) {
		struct rcu_head *head = callbacks;

		callbacks = NULL;
		callbacks_end = &callbacks;
		while (head) {
			struct rcu_head *next = head->next;

			head->func(head);
			head = next;
		}
	}
}

struct sk_buff *alloc_skb(unsigned int size, gfp_t flags)
{
	struct sk_buff *skb = calloc(1, sizeof(*skb));

	skb->head = malloc(size);
	skb->data = skb->head;
	return skb;
}

void kfree_skb(struct sk_buff *skb)
{
	unsigned int i;

	if (!skb)
		return;
	for (i = 0; i < skb->shinfo.nr_frags; i++)
		free(skb->shinfo.frags[i].page);
	free(skb->head);
	free(skb);
}

void *skb_put(struct sk_buff *skb, unsigned int length)
{
	u8 *tail = skb->data + skb_headlen(skb);

	skb->len += length;
	return tail;
}

void *skb_put_data(struct sk_buff *skb, const void *data, unsigned int length)
{
	return length ? memcpy(skb_put(skb, length), data, length) : skb->data;
}

void skb_add_rx_frag(struct sk_buff *skb, int index, struct page *page, int offset, int size,
		     unsigned int truesize)
{
	skb->shinfo.frags[index].page = page;
	skb->shinfo.frags[index].offset = offset;
	skb->shinfo.frags[index].size = size;
	skb->shinfo.nr_frags = index + 1;
	skb->len += size;
	skb->data_len += size;
}

int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int length)
{
	unsigned int at = 0, size = skb_headlen(skb), i;
	const u8 *piece = skb->data;
	u8 *out = to;

	if (offset < 0 || offset > (int)skb->len - length)
		return -EFAULT;
	for (i = 0; length; i++) {
		while (length && (unsigned int)offset < at + size) {
			*out++ = piece[offset++ - at];
			length--;
		}
		at += size;
		if (i < skb->shinfo.nr_frags) {
			size = skb->shinfo.frags[i].size;
			piece = skb->shinfo.frags[i].page->octets + skb->shinfo.frags[i].offset;
		}
	}
	return 0;
}
