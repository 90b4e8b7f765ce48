/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_SLAB_H
#define _HOSTED_LINUX_SLAB_H

#include <linux/types.h>
#include <stdlib.h>

#define GFP_KERNEL		0U
#define GFP_ATOMIC		0U
#define GFP_KERNEL_ACCOUNT	0U
#define SLAB_ACCOUNT		0U
#define SLAB_HWCACHE_ALIGN	0U

struct kmem_cache;

struct kmem_cache *hosted_cache_create(const char *name, size_t size);

#define KMEM_CACHE(structure, flags)	hosted_cache_create(#structure, sizeof(struct structure))
#define kmem_cache_create(name, size, align, flags, constructor) \
	hosted_cache_create(name, size)

/* Fails the whole run while there are objects in use, as the kernel would complain. */
void kmem_cache_destroy(struct kmem_cache *cache);
void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags);
void *kmem_cache_zalloc(struct kmem_cache *cache, gfp_t flags);
void kmem_cache_free(struct kmem_cache *cache, void *object);
void *kmalloc(size_t size, gfp_t flags);
void *kzalloc(size_t size, gfp_t flags);
void kfree(const void *object);

#define kcalloc(count, size, flags)	kzalloc((count) * (size), flags)

/**
 * hosted_fail_allocation - let one allocation fail
 * @nth: 1 for the next one, 0 for none
 */
void hosted_fail_allocation(unsigned int nth);

/* Objects that are allocated now, of every cache. */
unsigned long hosted_objects(void);

#endif
