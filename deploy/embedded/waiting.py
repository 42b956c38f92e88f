"""Waiting for something that was started to answer, with an end."""

import time
from collections.abc import Callable
from pathlib import Path

from deploy.console import stop


def until_ready(what: str, ready: Callable[[], bool], log: Path, seconds: int) -> None:
    """Stops with the end of its log when it does not answer in time."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            last = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
            stop(f"{what} does not answer. The end of {log}:", *last)
        time.sleep(0.1)
