"""The limits of a child that every Unix knows: memory, time, files, user, the parent's life."""

import ctypes
import math
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

from actors.pdf.sandbox.memory_files import LARGEST_ANSWER
from actors.pdf.sandbox.protocol import wall

MEMORY = 1536 * 1024 * 1024
"""Bytes of address space above what the warm server has already."""

DESCRIPTORS = 64
NOBODY = 65533
"""A user and group that nothing else is run as; the kernel's overflow user is 65534."""

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4


def limit(seconds: float) -> None:
    """Cap memory, processor time, files and, by an alarm, the time on the wall.

    No file can be opened to be written to, but for the answer's, which is, and those of a folder
    of its own: what all of them hold is measured by the worker.
    """
    _cap(resource.RLIMIT_CORE, 0)
    _cap(resource.RLIMIT_FSIZE, LARGEST_ANSWER)
    _cap(resource.RLIMIT_NOFILE, DESCRIPTORS)
    _cap(resource.RLIMIT_CPU, math.ceil(seconds) + 1, spare=1)  # the first is a kinder signal
    if sys.platform == "linux":  # macOS knows the limit and does not enforce it
        _cap(resource.RLIMIT_AS, _address_space() + MEMORY)
    for alarm in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(alarm, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)  # of the processor
    signal.setitimer(signal.ITIMER_REAL, wall(seconds) + 0.5)


def give_up_root() -> None:
    """Become no one, where we are root and may."""
    if os.geteuid() != 0:
        return
    with suppress(OSError):  # a container without the right to change user: stay as we are
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def die_with(server: int) -> None:
    """Die when the server dies. After the change of user, which would undo it.

    On macOS the server kills its children itself.
    """
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        library.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        library.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if os.getppid() != server:
        os._exit(1)


def _cap(limit: int, value: int, spare: int = 0) -> None:
    _, hard = resource.getrlimit(limit)
    if hard != resource.RLIM_INFINITY:
        value, spare = min(value, hard), min(spare, max(hard - value, 0))
    resource.setrlimit(limit, (value, value + spare))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()
