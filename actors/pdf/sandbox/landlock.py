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

OFFICE = ("/etc/libreoffice", "/var/lib/libreoffice", "/var/spool/libreoffice")
"""What a child with a folder of its own may read besides."""

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
CREATE_RULESET_VERSION, RULE_PATH_BENEATH = 1, 1
READ_FILE, READ_DIRECTORY = 1 << 2, 1 << 3
WRITE_FILE, TRUNCATE, TRUNCATE_SINCE = 1 << 1, 1 << 14, 3
REMOVE_DIRECTORY, REMOVE_FILE, MAKE_DIRECTORY, MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
MAKE_SOCKET = 1 << 9
OWN = WRITE_FILE | REMOVE_DIRECTORY | REMOVE_FILE | MAKE_DIRECTORY | MAKE_FILE | MAKE_SOCKET
PR_SET_NO_NEW_PRIVS = 38

FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights over files each version knows; from version 5 on there are 16."""

NETWORK_RIGHTS, SCOPES = 0b11, 0b11  # bind and connect; abstract sockets and signals of others


def version() -> int:
    """Of the kernel's Landlock; 0 where it has none."""
    if sys.platform != "linux":
        return 0
    found: int = ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, CREATE_RULESET_VERSION)
    return max(0, found)


def restrict(folder: str = "") -> bool:
    """Lay the rules upon this process from now on; False where the kernel has no Landlock.

    In `folder`, if one is given, files may be made, changed and removed.
    """
    known = version()
    if not known:
        return False
    library = ctypes.CDLL(None)
    rules = library.syscall(CREATE_RULESET, *_sized(_handled(known)), 0)
    if rules < 0:
        return False
    for path in (*READABLE, *(OFFICE if folder else ())):
        _allow(library, rules, path)
    if folder:
        _allow(library, rules, folder, OWN | (TRUNCATE if known >= TRUNCATE_SINCE else 0))
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


def _allow(library: ctypes.CDLL, rules: int, path: str, more: int = 0) -> None:
    """To read what is there, and `more`."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return  # not on this system
    rights = more | READ_FILE | (READ_DIRECTORY if os.path.isdir(path) else 0)  # noqa: PTH112 - hot path
    rule = struct.pack("=Qi", rights, descriptor)
    library.syscall(ADD_RULE, rules, RULE_PATH_BENEATH, rule, 0)
    os.close(descriptor)
