// SPDX-License-Identifier: GPL-2.0-only
/*
 * The second suite of the TCP connection machine.
 */
#include "../kunit/tcp_model_test.c"
