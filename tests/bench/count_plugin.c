// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin for QEMU's emulator (TCG): counts how often each instruction of the guest's kernel is
 * executed between the marks of rfw_bench.c. At the end of a run it prints them,
 *
 *	ADDRESS COUNT OCTETS
 *
 * one instruction a line, in hexadecimal but for the count, and the line "run" behind the last.
 * With the option lines=on it prints which cache lines modules have touched instead, each once for
 * each instruction and processor,
 *
 *	ADDRESS PROCESSOR r|w LINE
 *
 * Option: out=FILE.
 *
 * The interface is declared here because distributions do not package its header; these few
 * functions are as version 1 has them (QEMU 6.0 and later).
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;

typedef uint64_t qemu_plugin_id_t;
typedef void (*qemu_plugin_vcpu_tb_trans_cb_t)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void (*qemu_plugin_vcpu_udata_cb_t)(unsigned int vcpu, void *userdata);
typedef void (*qemu_plugin_vcpu_mem_cb_t)(unsigned int vcpu, uint32_t info, uint64_t vaddr,
					  void *userdata);

#define QEMU_PLUGIN_INLINE_ADD_U64	0
#define QEMU_PLUGIN_CB_NO_REGS		0
#define QEMU_PLUGIN_MEM_RW		3

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, qemu_plugin_vcpu_tb_trans_cb_t cb);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t idx);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn, int op, void *ptr,
						uint64_t imm);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
					    qemu_plugin_vcpu_udata_cb_t cb, int flags,
					    void *userdata);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn, qemu_plugin_vcpu_mem_cb_t cb,
				      int flags, int rw, void *userdata);
bool qemu_plugin_mem_is_store(uint32_t info);
int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv);

#pragma GCC visibility push(default)
int qemu_plugin_version = 1;
#pragma GCC visibility pop

#define INSTRUCTIONS_MAX	(1 << 22)
#define OCTETS_MAX		15	/* of an instruction */
#define TOUCHES			(1 << 22)	/* a power of two */
#define PROCESSORS_MAX		8
#define LINE			64
#define MODULES			0xffffffffa0000000	/* all above is modules' */
#define KERNEL			0xffff800000000000	/* all above is the kernel's */

static const uint8_t mark[4] = { 0x0f, 0x1f, 0x84, 0x00 };

/* One translated instruction; the same address may be translated more than once. */
struct instruction {
	uint64_t address;
	uint64_t count;		/* since it was translated */
	uint64_t before;	/* @count when the timed section began */
	uint64_t timed;		/* executions in timed sections of this run */
	uint8_t size;
	uint8_t octets[OCTETS_MAX];
};

/* A cache line, and who has touched it. Zero: none. */
struct touch {
	uint64_t line;
	uint64_t address;	/* of the instruction */
	uint8_t processor;
	bool write;
};

static struct touch *touches;	/* a hash table, or NULL where lines are not asked for */
static bool timed[PROCESSORS_MAX];
static struct instruction *instructions;
static size_t used;
static FILE *out;

static void time_starts(unsigned int vcpu, void *userdata)
{
	size_t i;

	timed[vcpu % PROCESSORS_MAX] = true;
	for (i = 0; i < used; i++)
		instructions[i].before = instructions[i].count;
}

static void time_ends(unsigned int vcpu, void *userdata)
{
	size_t i;

	timed[vcpu % PROCESSORS_MAX] = false;
	for (i = 0; i < used; i++)
		instructions[i].timed += instructions[i].count - instructions[i].before;
}

static void touched(unsigned int vcpu, uint32_t info, uint64_t vaddr, void *userdata)
{
	struct touch touch = {
		.line = vaddr / LINE * LINE,
		.address = ((struct instruction *)userdata)->address,
		.processor = vcpu,
		.write = qemu_plugin_mem_is_store(info),
	};
	uint64_t at = (touch.line / LINE * 31 + touch.address * 17 + vcpu * 2 + touch.write) *
		      0x9e3779b97f4a7c15 >> 42;
	size_t tries;

	if (!timed[vcpu % PROCESSORS_MAX])
		return;
	for (tries = 0; tries < TOUCHES; tries++, at = (at + 1) % TOUCHES) {
		if (!touches[at].line) {
			touches[at] = touch;
			return;
		}
		if (touches[at].line == touch.line && touches[at].address == touch.address &&
		    touches[at].processor == touch.processor && touches[at].write == touch.write)
			return;
	}
	fprintf(stderr, "count_plugin: too many lines\n");
	exit(1);
}

static void print_touches(void)
{
	size_t i;

	for (i = 0; i < TOUCHES; i++) {
		if (touches[i].line)
			fprintf(out, "%" PRIx64 " %u %c %" PRIx64 "\n", touches[i].address,
				touches[i].processor, touches[i].write ? 'w' : 'r',
				touches[i].line);
		touches[i].line = 0;
	}
}

static void run_ends(unsigned int vcpu, void *userdata)
{
	struct instruction *at;
	unsigned int j;

	if (touches)
		print_touches();
	for (at = instructions; at < instructions + used; at++) {
		if (!at->timed || touches)
			continue;
		fprintf(out, "%" PRIx64 " %" PRIu64 " ", at->address, at->timed);
		for (j = 0; j < at->size; j++)
			fprintf(out, "%02x", at->octets[j]);
		fputc('\n', out);
		at->timed = 0;
	}
	fprintf(out, "run\n");
	fflush(out);
}

static void watch_mark(struct qemu_plugin_insn *insn, const uint8_t *octets)
{
	qemu_plugin_vcpu_udata_cb_t callback;

	if (memcmp(octets, mark, sizeof(mark)) || octets[7] != 0x72 || octets[6] != 0x66 ||
	    octets[5] != 0x77)
		return;
	switch (octets[4]) {
	case '1':
		callback = time_starts;
		break;
	case '2':
		callback = time_ends;
		break;
	case '3':
		callback = run_ends;
		break;
	default:
		return;
	}
	qemu_plugin_register_vcpu_insn_exec_cb(insn, callback, QEMU_PLUGIN_CB_NO_REGS, NULL);
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t i, count = qemu_plugin_tb_n_insns(tb);
	struct qemu_plugin_insn *insn;
	struct instruction *new;

	for (i = 0; i < count; i++) {
		insn = qemu_plugin_tb_get_insn(tb, i);
		if (qemu_plugin_insn_vaddr(insn) < KERNEL)
			return;
		if (used == INSTRUCTIONS_MAX) {
			fprintf(stderr, "count_plugin: too many instructions\n");
			exit(1);
		}
		new = &instructions[used++];
		new->address = qemu_plugin_insn_vaddr(insn);
		new->size = qemu_plugin_insn_size(insn);
		if (new->size > OCTETS_MAX)
			new->size = OCTETS_MAX;
		memcpy(new->octets, qemu_plugin_insn_data(insn), new->size);
		if (new->size == 8)
			watch_mark(insn, new->octets);
		qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64,
							   &new->count, 1);
		if (touches && new->address >= MODULES)
			qemu_plugin_register_vcpu_mem_cb(insn, touched, QEMU_PLUGIN_CB_NO_REGS,
							 QEMU_PLUGIN_MEM_RW, new);
	}
}

__attribute__((visibility("default")))
int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "out=", 4))
			out = fopen(argv[i] + 4, "w");
		if (!strcmp(argv[i], "lines=on"))
			touches = calloc(TOUCHES, sizeof(*touches));
	}
	/* inline counters need addresses that stay, untouched pages cost nothing */
	instructions = mmap(NULL, INSTRUCTIONS_MAX * sizeof(*instructions), PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (!out || instructions == MAP_FAILED) {
		fprintf(stderr, "count_plugin: out=FILE, or no memory\n");
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
	return 0;
}
