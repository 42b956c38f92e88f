"""A system call filter for a child: no sockets, no processes, no changes to files (Linux).

Built by hand from the instructions of seccomp(2), for x86-64 and aarch64. It refuses rather than
kills, so that a library that merely tries (a font cache, a lock file) goes on without.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

REFUSED = """
socket 41 198, socketpair 53 199, connect 42 203, bind 49 200, listen 50 201, accept 43 202,
accept4 288 242, sendto 44 206, sendmsg 46 211, sendmmsg 307 269, recvmsg 47 212, recvmmsg 299 243,
fork 57 -, vfork 58 -, execve 59 221, execveat 322 281, kill 62 129, tkill 200 130, tgkill 234 131,
rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240, pidfd_open 434 434, pidfd_getfd 438 438,
pidfd_send_signal 424 424, ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271,
process_madvise 440 440, kcmp 312 272, setpriority 141 140,
creat 85 -, truncate 76 45, mkdir 83 -, mkdirat 258 34, mknod 133 -, mknodat 259 33, link 86 -,
linkat 265 37, symlink 88 -, symlinkat 266 36, rename 82 -, renameat 264 38, renameat2 316 276,
unlink 87 -, unlinkat 263 35, rmdir 84 -, chmod 90 -, fchmod 91 52, fchmodat 268 53,
fchmodat2 452 452, chown 92 -, fchown 93 55, lchown 94 -, fchownat 260 54, utime 132 -,
utimes 235 -, utimensat 280 88, futimesat 261 -, setxattr 188 5, lsetxattr 189 6, fsetxattr 190 7,
memfd_create 319 279, memfd_secret 447 447,
shmget 29 194, shmat 30 196, shmctl 31 195, msgget 68 186, msgsnd 69 189, semget 64 190,
mq_open 240 180, add_key 248 217, keyctl 250 219, request_key 249 218,
mount 165 40, umount2 166 39, move_mount 429 429, open_tree 428 428, fsopen 430 430,
fsconfig 431 431, fsmount 432 432, fspick 433 433, mount_setattr 442 442, pivot_root 155 41,
chroot 161 51, unshare 272 97, setns 308 268, name_to_handle_at 303 264,
open_by_handle_at 304 265, fanotify_init 300 262,
bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, io_uring_setup 425 425,
io_uring_enter 426 426, io_uring_register 427 427, io_setup 206 0, init_module 175 105,
finit_module 313 273, delete_module 176 106, kexec_load 246 104, kexec_file_load 320 294,
reboot 169 142, swapon 167 224, swapoff 168 225, acct 163 89, quotactl 179 60, syslog 103 116,
settimeofday 164 170, clock_settime 227 112, clock_adjtime 305 266, adjtimex 159 171,
sethostname 170 161, setdomainname 171 162, personality 135 92, ioperm 173 -, iopl 172 -,
modify_ldt 154 -
"""
"""Name, number on x86-64, number on aarch64."""

OF_FILES = (
    *("creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "rmdir", "truncate"),
    *("unlink", "unlinkat", "utimensat", "bind", "listen", "accept", "accept4"),
)
"""What a child with a folder of its own may do; Landlock keeps it to that folder.

LibreOffice listens there, on a local socket, for others of its kind, which may not connect. It
does so in the folder for temporary files of all unless it hears that it may not write there.
"""

SOCKET = {"x86_64": 41, "aarch64": 198}
ACCESS = {"x86_64": (21, 1), "aarch64": (48, 2)}
LOCAL = 1

OPEN = {"x86_64": 2}
OPENAT = {"x86_64": 257, "aarch64": 56}
CLONE = {"x86_64": 56, "aarch64": 220}
PRLIMIT = {"x86_64": 302, "aarch64": 261}
CLONE3, OPENAT2, FIRST_UNKNOWN = 435, 437, 463
X32_CALLS = 0x40000000
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CLONE_THREAD = 0x10000
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2


def restrict(writes_files: bool = False) -> bool:
    """Filter this process's system calls from now on; False where the kernel cannot."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in ARCHITECTURES:
        return False
    instructions = program(machine, writes_files)
    code = ctypes.create_string_buffer(instructions, len(instructions))
    filter_program = struct.pack("HxxxxxxP", len(instructions) // 8, ctypes.addressof(code))
    library = ctypes.CDLL(None)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return int(library.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter_program, 0, 0)) == 0


def program(machine: str, writes_files: bool = False) -> bytes:
    """The filter for this machine, as the kernel's eight-byte instructions."""
    column = list(ARCHITECTURES).index(machine) + 1
    calls = [entry.split() for entry in REFUSED.replace("\n", " ").split(",")]
    allowed = ("socket", *OF_FILES) if writes_files else ()
    refused = [call[column] for call in calls if call[0] not in allowed]
    steps = [
        _step(LOAD, ARCHITECTURE),
        _step(EQUAL, ARCHITECTURES[machine], 1, 0),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER),
        *_answer(AT_LEAST, X32_CALLS, errno.ENOSYS),
        *_answer(AT_LEAST, FIRST_UNKNOWN, errno.ENOSYS),
        *_answer(EQUAL, CLONE3, errno.ENOSYS),  # its flags are out of sight; libraries use clone
        *_answer(EQUAL, OPENAT2, errno.ENOSYS),
    ]
    for number in refused:
        if number != "-":
            steps += _answer(EQUAL, int(number), errno.EPERM)
    if machine in OPEN and not writes_files:
        steps += _unless(OPEN[machine], 1, ANY_BIT, WRITING, allowed=False)
    if writes_files:
        steps += _unless(SOCKET[machine], 0, EQUAL, LOCAL, allowed=True)
        steps += _unless(*ACCESS[machine], EQUAL, os.W_OK, allowed=False)
    else:
        steps += _unless(OPENAT[machine], 2, ANY_BIT, WRITING, allowed=False)
    steps += _unless(CLONE[machine], 0, ANY_BIT, CLONE_THREAD, allowed=True)
    steps += _unless(PRLIMIT[machine], 0, EQUAL, 0, allowed=True)  # of itself only
    return b"".join([*steps, _step(RETURN, ALLOW)])


def _answer(test: int, value: int, error: int) -> list[bytes]:
    return [_step(test, value, 0, 1), _step(RETURN, ERROR | error)]


def _unless(call: int, argument: int, test: int, value: int, allowed: bool) -> list[bytes]:
    """Of this call: allowed exactly if the test of its argument comes out as `allowed`."""
    when_true, when_false = (1, 0) if allowed else (0, 1)
    return [
        _step(EQUAL, call, 0, 4),
        _step(LOAD, FIRST_ARGUMENT + 8 * argument),
        _step(test, value, when_true, when_false),
        _step(RETURN, ERROR | errno.EPERM),
        _step(RETURN, ALLOW),
    ]


def _step(code: int, value: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, when_true, when_false, value)
