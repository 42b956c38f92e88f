"""File-system rules for a child: it may read fonts, libraries and Python, and nothing else (Linux).

Landlock's calls have the same numbers on every architecture; see landlock(7). Where the kernel
has none, the filter of system calls and the change of user remain.
"""

import ctypes
import os
import struct
import sys
import sysconfig

READABLE = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/share",
    "/usr/local/lib",
    "/usr/local/share/fonts",
    "/lib",
    "/lib64",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/var/cache/fontconfig",
    "/dev/null",
    "/dev/urandom",
    *sorted({sysconfig.get_path(kind) for kind in ("stdlib", "platstdlib", "purelib", "platlib")}),
)
"""Never the project's own folder: the embedded mode keeps keys in it."""

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
CREATE_RULESET_VERSION, RULE_PATH_BENEATH = 1, 1
READ_FILE, READ_DIRECTORY = 1 << 2, 1 << 3
PR_SET_NO_NEW_PRIVS = 38

FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights over files each version knows; from version 5 on there are 16."""

NETWORK_RIGHTS, SCOPES = 0b11, 0b11  # bind and connect; abstract sockets and signals of others


def restrict() -> bool:
    """Lay the rules upon this process from now on; False where the kernel has no Landlock."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None)
    version = library.syscall(CREATE_RULESET, None, 0, CREATE_RULESET_VERSION)
    if version < 1:
        return False
    rules = library.syscall(CREATE_RULESET, *_sized(_handled(version)), 0)
    if rules < 0:
        return False
    for path in READABLE:
        _allow_reading(library, rules, path)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done: int = library.syscall(RESTRICT_SELF, rules, 0)
    os.close(rules)
    return done == 0


def _handled(version: int) -> bytes:
    """What the rules are about: all that is not allowed by one is then refused."""
    attributes = [(1 << FILE_RIGHTS.get(version, 16)) - 1]
    if version >= 4:
        attributes.append(NETWORK_RIGHTS)
    if version >= 6:
        attributes.append(SCOPES)
    return struct.pack(f"{len(attributes)}Q", *attributes)


def _sized(attributes: bytes) -> tuple[bytes, ctypes.c_size_t]:
    return attributes, ctypes.c_size_t(len(attributes))


def _allow_reading(library: ctypes.CDLL, rules: int, path: str) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return  # not on this system
    rights = READ_FILE | (READ_DIRECTORY if os.path.isdir(path) else 0)  # noqa: PTH112 - hot path
    rule = struct.pack("=Qi", rights, descriptor)
    library.syscall(ADD_RULE, rules, RULE_PATH_BENEATH, rule, 0)
    os.close(descriptor)
