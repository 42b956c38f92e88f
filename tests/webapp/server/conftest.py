"""The web server as the Procfile starts it, and connections to it that are made by hand."""

import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.ports import free_port

ROOT = Path(__file__).parents[3]
PATIENCE = 60


@dataclass
class Server:
    """One that listens on loopback; what is still open to it is closed at the end."""

    port: int
    process: int
    stack: ExitStack = field(default_factory=ExitStack)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self, source: str = "127.0.0.1") -> socket.socket:
        """From any address of this machine's own: 127.0.0.2 is another visitor."""
        made = socket.create_connection(
            ("127.0.0.1", self.port), PATIENCE, source_address=(source, 0)
        )
        return self.stack.enter_context(made)

    def begin(self, head: str, body: bytes = b"", source: str = "127.0.0.1") -> socket.socket:
        made = self.connect(source)
        made.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
        return made


def answer(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    return b"".join(iter(lambda: connection.recv(1 << 16), b""))


@pytest.fixture(scope="module")
def server(services: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from serve(_command(), tmp_path_factory.mktemp("web"))


def serve(command: list[str], logs: Path) -> Iterator[Server]:
    port = free_port()
    environment = os.environ | {"GRANIAN_HOST": "127.0.0.1", "GRANIAN_PORT": str(port)}
    with (logs / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    made = Server(port, process.pid)
    try:
        _wait(made, logs / "log")
        with made.stack:
            yield made
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _command() -> list[str]:
    line = next(
        line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web:")
    )
    program, *rest = shlex.split(line.partition(":")[2])
    return [str(Path(sys.executable).with_name(program)), *rest]


def _wait(server: Server, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if b"200 OK" in answer(
                server.begin("GET /health HTTP/1.1\nHost: x\nConnection: close")
            ):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the web server does not answer: {log.read_text()[-2000:]}")


@pytest.fixture(autouse=True)
def unlimited() -> None:
    """The servers here have limits of their own."""
