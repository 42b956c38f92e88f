"""Asks a ClamAV daemon about a file, by its INSTREAM command (clamd(8)).

Nothing passes that it has not looked at: while it does not answer, documents wait.
"""

import socket
import struct
from urllib.parse import urlsplit

from actors.delivery.circuit_breaker import CircuitBreaker
from core.documents.refusals import TooLargeToScan

PORT = 3310
CONNECTS_WITHIN, ANSWERS_WITHIN = 5, 100  # seconds
PIECE, LONGEST_ANSWER = 1 << 17, 4096
WHAT = "The virus scanner"

breaker = CircuitBreaker()


class InfectedFile(Exception):
    """`virus` is what the scanner calls it."""

    def __init__(self, virus: str) -> None:
        super().__init__("infected")
        self.virus = virus


class ScannerConfused(Exception):
    """It answered, but neither that the file is clean nor that it is infected."""


def check(url: str, data: bytes) -> None:
    """Raises InfectedFile, TooLargeToScan, ServerAway. Without a scanner nothing is checked."""
    if not url:
        return
    with breaker.reaching(url, WHAT):
        answer = _ask(url, data)
        clean, infected = answer.endswith("OK"), answer.endswith("FOUND")
        too_large = "size limit exceeded" in answer
        if not (clean or infected or too_large):
            raise ScannerConfused
    if too_large:
        raise TooLargeToScan
    if infected:
        raise InfectedFile(answer.removeprefix("stream:").removesuffix("FOUND").strip())


def ping(url: str) -> str:
    """The version of a scanner that answers. Raises OSError."""
    with _connected(url) as scanner:
        scanner.sendall(b"zVERSION\0")
        return _answer(scanner)


def _ask(url: str, data: bytes) -> str:
    with _connected(url) as scanner:
        try:
            scanner.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), PIECE):
                piece = memoryview(data)[start : start + PIECE]
                scanner.sendall(struct.pack("!L", len(piece)))
                scanner.sendall(piece)
            scanner.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough, and says why
        return _answer(scanner)


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme.lower() == "unix":
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(CONNECTS_WITHIN)
        scanner.connect(parts.path)
    else:
        place = parts.hostname or "", parts.port or PORT
        scanner = socket.create_connection(place, CONNECTS_WITHIN)
    scanner.settimeout(ANSWERS_WITHIN)
    return scanner


def _answer(scanner: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = scanner.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0").decode("ascii", "replace").strip()
