"""A line to PostgreSQL that can be cut where it hurts: after the commit, before its answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit, urlunsplit

from core.settings.settings import Settings
from tenants.database.pool import USED_FOR
from tenants.installation import Installation

TAKEN = 65_536


class CutLine:
    """
    A proxy on 127.0.0.1 in front of a server's socket.

    `swallow(n)` cuts the line whose client says the n-th COMMIT from now, once the server has
    answered; `drop(n)` before it has heard; `silent` takes what is said and says nothing, as a
    server does that hangs.
    """

    def __init__(self, socket_path: str) -> None:
        self.silent = False
        self.swallowed = 0
        self._commits = self._dropped = 0
        self._path = socket_path
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []
        self._silenced: list[socket.socket] = []
        self._refusing = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def swallow(self, number: int) -> None:
        self._commits = number

    def drop(self, number: int) -> None:
        self._dropped = number

    def refuse(self) -> None:
        """Nobody gets a line any more, until `accept`."""
        self._refusing = True
        self.cut()

    def accept(self) -> None:
        self._refusing = False

    def silence_those_there_are(self) -> None:
        self._silenced += self._lines

    def cut(self) -> None:
        """Every connection there is."""
        for line in self._lines:
            _close(line)

    def close(self) -> None:
        _close(self._listener)
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._refusing:
                    _close(client)
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._path)
                self._lines += [client, server]
                committing = threading.Event()
                for carry in (self._ask, self._answer):
                    threading.Thread(
                        target=carry, args=(client, server, committing), daemon=True
                    ).start()

    def _ask(self, client: socket.socket, server: socket.socket, said: threading.Event) -> None:
        with suppress(OSError):
            while data := client.recv(TAKEN):
                if self.silent or client in self._silenced:
                    continue
                if self._dropped and b"COMMIT" in data:
                    self._dropped -= 1
                    if not self._dropped:
                        break
                if self._commits and b"COMMIT" in data:
                    self._commits -= 1
                    if not self._commits:
                        said.set()
                server.sendall(data)
        _close(client, server)

    def _answer(self, client: socket.socket, server: socket.socket, said: threading.Event) -> None:
        with suppress(OSError):
            while data := server.recv(TAKEN):
                if said.is_set():
                    self.swallowed += 1
                    break
                client.sendall(data)
        _close(client, server)


@contextmanager
def cut_line(settings: Settings, limit: float = USED_FOR) -> Iterator[tuple[CutLine, Installation]]:
    """The line, and the installation with one connection that goes over it."""
    parts = urlsplit(settings.database_url)
    (folder,) = parse_qs(parts.query)["host"]
    line = CutLine(f"{folder}/.s.PGSQL.5432")
    user = parts.netloc.rpartition("@")[0]
    url = urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{line.port}", query=""))
    installation = Installation(replace(settings, database_url=url), pool_size=1, limit=limit)
    try:
        yield line, installation
    finally:
        line.close()
        installation.close()


def _close(*sockets: socket.socket) -> None:
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
