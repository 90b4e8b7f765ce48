/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_HOOK_H
#define _RFW_HOOK_H

struct net;
struct nf_hook_ops;
struct rfw_net;

int rfw_hook_register(struct rfw_net *rnet);
void rfw_hook_unregister(struct rfw_net *rnet);

#endif
