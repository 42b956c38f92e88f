"""The whole product running: web server, worker, relay and mailbox, as the Procfile starts them."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError

import pytest

from core.settings.settings import Settings
from deploy.commands import founding
from deploy.demo.journey import OWNER, Journey
from deploy.demo.visitor import File, Visitor
from tenants.installation import Installation

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds, on a machine that is busy with other tests


@dataclass
class Product:
    """Processes by name, started and ended by their id."""

    settings: Settings
    logs: Path
    commands: dict[str, list[str]]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        with (self.logs / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                self.commands[name], cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """At once, as the kernel would; its children too."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def end(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            process.wait(PATIENCE)

    def verdict(self, pdf: bytes) -> str:
        """What the public page says of a file, as soon as it has looked."""
        visitor = Visitor(self.settings.base_url)
        page = visitor.get("/verify")
        form = page.form("/verify")
        page = visitor.submit(page, form, {"file": File("document.pdf", pdf)})
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            page = visitor.get(page.address)
            if "every 1s" not in page.text and 'hx-trigger="every' not in page.text:
                return page.text
            time.sleep(0.1)
        raise AssertionError("no verdict came")

    def journey(self) -> Journey:
        return Journey(self.settings.base_url, self.settings.demo_password, say=lambda _: None)


@pytest.fixture(scope="module")
def founded(settings: Settings) -> Settings:
    """An installation with the demo organization, before anything runs."""
    installation = Installation(settings)
    founding.found(
        installation,
        slug="demo",
        name="Demo organization",
        owner_name="Demo owner",
        owner_email=OWNER,
        password=settings.demo_password,
        now=datetime.now(UTC),
    )
    installation.close()
    return settings


@pytest.fixture(scope="module")
def product(founded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    commands = {"mailbox": [sys.executable, "-m", "deploy.embedded.mailbox"]}
    for line in (ROOT / "Procfile").read_text().splitlines():
        name, _, command = line.partition(": ")
        program, *rest = shlex.split(command)
        commands[name] = [str(Path(sys.executable).with_name(program)), *rest]
    made = Product(founded, tmp_path_factory.mktemp("logs"), commands)
    for name in commands:
        made.start(name)
    try:
        _wait(made)
        yield made
    finally:
        made.end()


def _wait(product: Product) -> None:
    visitor = Visitor(product.settings.base_url)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if visitor.get("/sign-in").status == 200:
                return
        except (URLError, OSError):
            time.sleep(0.1)
    logs = "\n".join(path.read_text()[-2000:] for path in product.logs.glob("*.log"))
    raise AssertionError(f"the product does not answer:\n{logs}")
