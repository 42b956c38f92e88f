"""A real mail server, a Redis that may be stopped, and worker and relay as processes."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from redis import Redis
from redis.exceptions import RedisError

from actors.scanning import clamav
from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tests.actors.scanning import infected_files
from tests.ports import free_port
from tests.tenants.conftest import found_member

ROOT = Path(__file__).parents[2]


@dataclass
class Postman:
    """What an SMTP server was given; its answers to the next recipients, and to what they get."""

    answer: str = "250 OK"
    data_answer: str = "250 OK"
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if not self.data_answer.startswith("250"):
            return self.data_answer
        content = envelope.original_content or b""
        self.letters.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if address in str(letter["To"])]


@dataclass
class OwnRedis:
    """A server that tests may flush, freeze and stop."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.folder}/redis.sock"

    @property
    def client(self) -> Redis:
        return Redis.from_url(self.url, socket_timeout=1)

    def start(self) -> None:
        command = ["redis-server", "--port", "0", "--save", "", "--dir", str(self.folder)]
        socket = ["--unixsocket", f"{self.folder}/redis.sock"]
        self.process = subprocess.Popen([*command, *socket], stdout=subprocess.DEVNULL)
        until(self._answers)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()

    def freeze(self) -> None:
        """It accepts connections and never answers: as a black hole does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except RedisError:
            return False


class Programs:
    """`python -m actors.<name>` with the settings of the tests."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"actors.{name}"]
        self._running[name] = subprocess.Popen(command, cwd=ROOT, env=self._environment)
        return self._running[name]

    def process(self, name: str) -> subprocess.Popen[bytes]:
        return self._running[name]

    def stop(self) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(timeout=60)


@pytest.fixture(scope="session")
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation(settings)
    yield opened
    opened.close()


@pytest.fixture
def member(installation: Installation) -> Member:
    return found_member(installation)


@pytest.fixture(scope="session")
def post_office() -> Iterator[tuple[Postman, str]]:
    postman = Postman()
    port = free_port()
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    yield postman, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def postman(post_office: tuple[Postman, str]) -> Postman:
    postman, _ = post_office
    postman.answer = postman.data_answer = "250 OK"
    postman.letters.clear()
    return postman


@pytest.fixture
def mailing(installation: Installation, post_office: tuple[Postman, str]) -> Iterator[Settings]:
    """The installation's mail goes to the postman."""
    before = installation.settings
    installation.settings = replace(before, smtp_url=post_office[1])
    yield installation.settings
    installation.settings = before


@pytest.fixture(scope="module")
def own_redis() -> Iterator[OwnRedis]:
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed: apt-get install redis-server")
    with tempfile.TemporaryDirectory(prefix="redis") as folder:
        server = OwnRedis(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="module")
def programs(
    services: dict[str, str],
    own_redis: OwnRedis,
    post_office: tuple[Postman, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Programs]:
    """Their folder for temporary files is closed to other users, as systemd and root have it."""
    private = tmp_path_factory.mktemp("private")
    environment = services | {"REDIS_URL": own_redis.url, "SMTP_URL": post_office[1]}
    environment["TMPDIR"] = str(private)
    programs = Programs(dict(os.environ) | environment)
    yield programs
    programs.stop()


@pytest.fixture(scope="module")
def alone(services: dict[str, str]) -> None:
    """What other tests have left open is gone: nobody's turn, and nothing in flight."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("delete from outbox where state = 'open'")


def until(said: Callable[[], bool], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A ClamAV daemon that knows our infected files, by its URL."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if not program:
        pytest.skip("clamd, the daemon of ClamAV, is not installed")
    folder = tmp_path_factory.mktemp("clamav")
    place = Path("/tmp") / f"clamd-{folder.parent.name}-{time.monotonic_ns()}.ctl"  # noqa: S108
    signatures = folder / "signatures"
    signatures.mkdir()
    lines = (
        f"{hashlib.md5(data, usedforsecurity=False).hexdigest()}:{len(data)}:{name}\n"
        for data, name in infected_files.NAMES.items()
    )
    (signatures / "own.hdb").write_text("".join(lines))
    settings = folder / "clamd.conf"
    settings.write_text(
        f"LocalSocket {place}\nDatabaseDirectory {signatures}\nForeground yes\n"
        "StreamMaxLength 1M\nConcurrentDatabaseReload no\n"
    )
    with subprocess.Popen(
        [program, "-c", settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as daemon:
        url = f"unix://{place}"
        until = time.monotonic() + 60
        while not _answers(url) and daemon.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        yield url
        daemon.terminate()
    place.unlink(missing_ok=True)


def _answers(url: str) -> bool:
    try:
        return bool(clamav.ping(url))
    except OSError:
        return False
