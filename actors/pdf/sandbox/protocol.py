"""How a child's end is told: the server sends it over the child's lifeline."""

import socket
import struct
import time
from collections.abc import Callable

from actors.pdf.sandbox.answers import Interrupted
from actors.pdf.sandbox.child_end import End

END = struct.Struct("id")
REQUEST, LONGEST_FOLDER = struct.Struct("d"), 200
"""The seconds that a child may compute, followed by the path of its folder, if it has one."""

BUSY, ALLOWANCE = 2, 10.0
"""How long a child may take on the wall: so many times the seconds that it may take of the
processor, and so many seconds more. Machines are busy; only what hangs gets there."""

LOOKS_EVERY = 0.05
"""Seconds between two looks at what a child has written into its folder."""

REACTION = 5.0
"""Seconds in which a server that is told to kill a child has said that it did."""


class ServerHangs(Interrupted):
    """The fork server does not react: it has to be replaced."""


def wall(seconds: float) -> float:
    """Seconds on the wall within which a child has to end that may compute for `seconds`."""
    return BUSY * seconds + ALLOWANCE


def end_of(
    lifeline: socket.socket, seconds: float, is_over_limit: Callable[[], bool] | None = None
) -> End:
    """Wait for the child's end. One that takes too long on the wall, or too much, is killed.

    Raises Interrupted when the server died, and ServerHangs.
    """
    over_limit = False
    try:
        message, over_limit = _awaited(lifeline, seconds, is_over_limit)
    except TimeoutError:
        message = _killed(lifeline)
    except OSError:
        message = b""
    if len(message) < END.size:
        raise Interrupted("the fork server died, and its children with it")
    exit_code, spent = END.unpack(message)
    return End(exit_code, spent, seconds, over_limit)


def _awaited(
    lifeline: socket.socket, seconds: float, is_over_limit: Callable[[], bool] | None
) -> tuple[bytes, bool]:
    if is_over_limit is None:
        lifeline.settimeout(wall(seconds))
        return lifeline.recv(END.size), False
    until = time.monotonic() + wall(seconds)
    lifeline.settimeout(LOOKS_EVERY)
    while time.monotonic() < until:
        try:
            return lifeline.recv(END.size), False
        except TimeoutError:
            if is_over_limit():
                return _killed(lifeline), True
    raise TimeoutError


def _killed(lifeline: socket.socket) -> bytes:
    """The server kills the child whose lifeline we let go, and still says how it ended."""
    lifeline.shutdown(socket.SHUT_WR)
    lifeline.settimeout(REACTION)
    try:
        return lifeline.recv(END.size)
    except TimeoutError:
        raise ServerHangs("the fork server does not react") from None
