"""The sockets of the web server's process: how many, and how long a silent client keeps one."""

import resource
import socket
from pathlib import Path

# Milliseconds in which a client must take something of what is sent to it.
UNTAKEN = 60_000


def allow_many() -> None:
    """As many as this process may have; by default it is a thousand."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def cut_off_the_silent() -> None:
    """Each connection accepted from now on ends by itself when its client takes nothing."""
    for listening in _listening():
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNTAKEN)
        listening.detach()


def _listening() -> list[socket.socket]:
    """Of this process, as Linux lists them; elsewhere there is no such limit."""
    folder = Path("/proc/self/fd")
    if not folder.exists() or not hasattr(socket, "TCP_USER_TIMEOUT"):
        return []
    found = []
    for number in [int(entry.name) for entry in folder.iterdir()]:
        try:
            made = socket.socket(fileno=number)
        except OSError:  # no socket, or the folder itself
            continue
        if _is_listening(made):
            found.append(made)
        else:
            made.detach()
    return found


def _is_listening(made: socket.socket) -> bool:
    """Bound to an address, and connected to none."""
    if made.family not in (socket.AF_INET, socket.AF_INET6) or made.type != socket.SOCK_STREAM:
        return False
    try:
        made.getpeername()
    except OSError:
        return bool(made.getsockname()[1])
    return False
