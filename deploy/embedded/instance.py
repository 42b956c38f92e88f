"""The embedded installation of this folder: the one that runs, or one started for the moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

from core.settings.settings import InvalidSetting
from deploy.embedded import environment_file
from tenants import environment

PATIENCE = 120


@contextmanager
def running() -> Iterator[None]:
    """Raises InvalidSetting when none answers and none can be started."""
    environment_file.adopt_environment()
    if _answers():
        yield
        return
    command = [sys.executable, "-m", "deploy.cli", "up"]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(started)
        yield
    finally:
        started.send_signal(signal.SIGINT)
        started.wait(60)


def _wait(started: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and started.poll() is None:
        environment_file.adopt_environment()
        if _answers():
            return
        time.sleep(0.2)
    raise InvalidSetting(
        "No installation is answering, and none could be started. Run ./countersign up."
    )


def _answers() -> bool:
    if "BASE_URL" not in os.environ:
        return False
    address = urlsplit(environment.load().base_url)
    connection = HTTPConnection(address.hostname or "", address.port or 80, timeout=5)
    try:
        connection.request("GET", "/sign-in")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
