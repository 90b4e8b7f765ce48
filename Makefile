# SPDX-License-Identifier: GPL-2.0-only
#
# The module and its tools for humans; Kbuild is what the kernel sees.

# the kernel to build for: a build directory, or a series of Debian's stock
# kernels (6.1, 6.12), which serves where the running kernel has no headers
KDIR ?= $(firstword $(wildcard /lib/modules/$(shell uname -r)/build) 6.12)
# the kernels to test on; the last one also runs vm and demo
KERNELS ?= 6.1 6.12
KERNEL ?= $(lastword $(KERNELS))
# one command for vm, patterns that choose selftests
CMD ?=
TESTS ?=

PREFIX ?= /usr/local
VERSION := $(shell sed -n 's/^RFW_VERSION := //p' Kbuild)
export DESTDIR PREFIX VERSION

selftests := $(KERNELS:%=check-selftests-%)
timers := $(if $(wildcard tests/selftests/timer_*_test.*),check-timers)

.PHONY: all help module tools setup vm demo bench install uninstall dkms clean
.PHONY: check check-static check-hosted check-tools check-bench check-kunit check-selftests $(selftests) check-timers
.PHONY: check-uml check-debug coverage check-ynl check-model model prove figures trust fuzz torture

all: module tools ## the module for KDIR and the tools

help: ## this text
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'
	@echo
	@echo '  KDIR=$(KDIR)  KERNELS=$(KERNELS)  KERNEL=$(KERNEL)  PREFIX=$(PREFIX)'

module: ## the module for KDIR, below build/
	scripts/build-module.sh $(KDIR)

tools: ## rfwctl, its library and the daemons
	$(MAKE) -C tools

setup: ## install the Debian packages that are missing
	@scripts/setup.sh

vm: setup ## a shell, or CMD="...", on the stock kernel KERNEL
	tests/vm/run-qemu.sh $(KERNEL) $(if $(CMD),bash -c '$(CMD)')

check: setup ## every test; the last line counts the results
	@$(MAKE) -s -C tools >&2
	@scripts/check.sh $(timers) check-static check-hosted check-tools check-kunit check-bench \
		check-ynl check-model $(selftests)

check-static: setup ## compiler warnings, sparse, checkpatch, layers, shellcheck
	@scripts/check-static.sh $(KERNELS)

check-hosted: setup ## the pure layer in user space, with sanitizers
	@$(MAKE) -s -C tests/hosted check

check-tools: setup ## the library and rfwctl in user space, with sanitizers
	@$(MAKE) -s -C tools check

check-bench: setup ## is a packet as cheap as it was?
	@tests/bench/check.sh

check-kunit: setup ## the KUnit suites on User Mode Linux
	@tests/kunit/run.sh

check-selftests: $(selftests) ## the selftests on the stock kernels KERNELS; TESTS="pattern..."

$(selftests): check-selftests-%: setup
	@$(MAKE) -s -C tools >&2
	@scripts/build-module.sh $* >/dev/null
	@export VM_TIMEOUT=$${VM_TIMEOUT:-3600}; \
	if [ -n "$(TESTS)" ]; then exec tests/vm/run-qemu.sh $* tests/selftests/run.sh $(TESTS); fi; \
	tests/vm/run-qemu.sh $* tests/selftests/run.sh --parallel; status=$$?; \
	VM_SMP=1 tests/vm/run-qemu.sh $* tests/selftests/run.sh --serial && exit $$status

check-uml: setup ## the selftests on User Mode Linux: quick; TESTS="pattern..."
	@$(MAKE) -s -C tools >&2
	@scripts/build-module.sh uml >/dev/null
	@tests/vm/run-uml.sh tests/selftests/run.sh $(TESTS)

check-debug: setup ## KUnit and the selftests with lockdep, KASAN and UBSan watching; TESTS="pattern..."
	@tests/vm/planted/check.sh
	@UML_VARIANT=debug tests/kunit/run.sh
	@$(MAKE) -s -C tools >&2
	@scripts/build-module.sh uml-debug >/dev/null
	@UML_VARIANT=debug tests/vm/run-uml.sh tests/selftests/run.sh $(TESTS)

coverage: setup ## which lines of src/ run in KUnit and the selftests; build/coverage
	@$(MAKE) -s -C tools >&2
	@scripts/coverage.sh

check-timers: setup ## the selftests that sleep for hours, where time travels
	@$(MAKE) -s -C tools >&2
	@scripts/build-module.sh uml >/dev/null
	@export VM_TIMEOUT=$${VM_TIMEOUT:-3600}; \
	UML_APPEND=time-travel=inf-cpu tests/vm/run-uml.sh tests/selftests/run.sh timer_

check-ynl: setup ## are the generated files those of the netlink specification?
	@scripts/check-ynl.sh

check-model: setup ## does the life of a flow hold, whatever runs between its steps?
	@tests/model/check.sh

model: setup ## the same with everything at once; takes minutes
	@tests/model/check.sh --full

figures: ## what the last check, or trust, has done, in numbers
	@scripts/figures.sh

trust: setup ## what takes hours: debug kernels, fuzzers, proofs, the whole model, torture
	@scripts/check.sh check-debug fuzz torture model prove

prove: setup ## what no input can do to the parsers, shown by CBMC; SUBJECTS="name..."
	@tests/prove/check.sh $(SUBJECTS)

fuzz: setup ## every fuzzer for FUZZ_SECONDS (60), and FUZZ_COUNT (20000) requests of the netlink family
	@$(MAKE) -s -C tests/hosted fuzz
	@$(MAKE) -s -C tools fuzz
	@$(MAKE) -s -C tools >&2
	@scripts/build-module.sh uml-debug >/dev/null
	@export UML_VARIANT=debug VM_TIMEOUT=1000000; \
	tests/vm/run-uml.sh env TEST_TIMEOUT=1000000 FUZZ_COUNT=$${FUZZ_COUNT:-20000} \
		FUZZ_SEED=$${FUZZ_SEED:-$$(date +%s)} tests/selftests/run.sh netlink_fuzz

torture: setup ## what comes and goes under traffic, each TORTURE (1000) times
	@$(MAKE) -s -C tools >&2
	@scripts/build-module.sh uml-debug >/dev/null
	@export UML_VARIANT=debug VM_TIMEOUT=1000000; \
	tests/vm/run-uml.sh env TEST_TIMEOUT=1000000 TORTURE=$${TORTURE:-1000} \
		tests/selftests/run.sh churn lifecycle namespace_test resize

demo: setup ## what the firewall does, in a virtual machine
	@$(MAKE) -s -C tools >&2
	@scripts/build-module.sh $(KERNEL) >/dev/null
	@tests/vm/run-qemu.sh $(KERNEL) tests/demo/demo.sh

bench: setup ## what a packet costs, beside conntrack and its flow table
	@tests/bench/bench.sh

install: module ## the module for KDIR and the tools, below DESTDIR
	scripts/build-module.sh $(KDIR) modules_install INSTALL_MOD_PATH=$(DESTDIR) INSTALL_MOD_DIR=updates
	$(MAKE) -C tools install

uninstall: ## what install put there, for every kernel
	rm -f $(DESTDIR)/lib/modules/*/updates/rfw.ko*
	$(MAKE) -C tools uninstall

dkms: ## the source for DKMS, below DESTDIR; registered if that is empty
	install -d $(DESTDIR)/usr/src/rfw-$(VERSION)
	cp -r dkms.conf Kbuild LICENSE src include $(DESTDIR)/usr/src/rfw-$(VERSION)
	$(if $(DESTDIR),,dkms install rfw/$(VERSION))

clean: ## everything that was built
	rm -rf build
	$(MAKE) -C tools clean
	$(MAKE) -C tests/hosted clean
