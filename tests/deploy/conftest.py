"""A whole embedded installation of its own, started as a person starts it."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from tests.ports import free_port

PROGRAMS = ("postgres", "redis", "mailbox", "worker", "relay", "web")
COMMAND = Path(sys.prefix) / "bin" / "countersign"


@dataclass
class Embedded:
    """`countersign up` in a folder and on a port of its own."""

    data: Path
    port: int
    process: subprocess.Popen[str] | None = None
    output: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kept = ("PATH", "HOME", "LANG", "LC_ALL")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment["COUNTERSIGN_DATA"] = str(self.data)
        self.environment["COUNTERSIGN_PORT"] = str(self.port)

    def start(self) -> None:
        with (self.data.parent / "output").open("w") as output:
            self.process = subprocess.Popen(
                [COMMAND, "up"], env=self.environment, stdout=output, stderr=output, text=True
            )
        until = time.monotonic() + 180
        while "Ctrl-C stops it" not in self.read_output():
            assert self.process.poll() is None, self.output
            assert time.monotonic() < until, self.output
            time.sleep(0.05)

    def read_output(self) -> str:
        self.output = (self.data.parent / "output").read_text()
        return self.output

    def stop(self, number: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(120)

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *arguments],
            env=self.environment | settings,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )

    def pid(self, name: str) -> int:
        return int((self.data / "running" / name).read_text().split()[0])

    def processes(self) -> list[psutil.Process]:
        """Everything that was started here, by the addresses in its arguments or environment."""
        assert self.process is not None
        found = [psutil.Process(self.process.pid)]
        for name in ("supervisor", *PROGRAMS):
            leader = psutil.Process(self.pid(name))
            found += [leader, *leader.children(recursive=True)]
        return list({each.pid: each for each in found}.values())

    def all_alive(self) -> bool:
        try:
            states = [psutil.Process(self.pid(name)).status() for name in PROGRAMS]
        except (psutil.NoSuchProcess, FileNotFoundError, IndexError):
            return False
        return psutil.STATUS_ZOMBIE not in states and self.serves()

    def serves(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()


@pytest.fixture(scope="module")
def embedded() -> Iterator[Embedded]:
    """Below a folder that nobody else may enter, as a clone below a private home is."""
    private = Path(tempfile.mkdtemp(prefix="countersign test "))
    made = Embedded(private / "data", free_port())
    try:
        made.start()
        yield made
    finally:
        if made.process is not None and made.process.poll() is None:
            made.stop()
        shutil.rmtree((made.data / "servers").resolve(), ignore_errors=True)
        shutil.rmtree(private, ignore_errors=True)
