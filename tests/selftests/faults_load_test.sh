#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# No memory to begin with: each allocation fails in turn of the module when it is loaded, and of a
# network namespace when it is made. Neither comes about, nor leaves anything behind.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/faults.sh"

load_module
py "module = '$module'"
check "(ways to load it and to make a namespace)" py '
libc.syscall.restype = ctypes.c_long
def call(result):
    if result < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
home = os.open("/proc/self/ns/net", os.O_RDONLY)
def make_namespace():
    call(libc.unshare(CLONE_NEWNET))
    libc.setns(home, CLONE_NEWNET)
file = os.open(module, os.O_RDONLY)
def load(words=b""): call(libc.syscall(313, file, words, 0))        # finit_module
def unload(): call(libc.syscall(176, b"rfw", os.O_NONBLOCK))
def loaded(): return os.path.isdir("/sys/module/rfw")'
check "a namespace that there is no memory for is not made, and the next one is (B-ST-10)" py '
failures = 0
for error, failed in each_fails(make_namespace, (1,), others=True):
    assert (error is not None) <= failed, error
    failures += bool(error)
assert failures > 10, failures'
check "(the module goes)" unload_module
check "a module that there is no memory for is not loaded, and the next time it is (B-ST-10)" py '
def refused():
    """Before any code of the module has run."""
    try: load(b"priority=x")
    except OSError as e: assert e.errno == errno.EINVAL, e
    else: raise AssertionError("a word for a number")
for error, failed in each_fails(load, (1,), allocations(refused) + 1):
    assert (error is not None) == (not loaded()), error
    if not error: unload()
assert not failed
caches = set(re.findall("rfw_[a-z_]+", " ".join(excuses)))
assert len(caches) == 8, caches'
py 'report()'
finish
