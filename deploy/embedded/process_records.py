"""Which program runs as which process: written at its start, checked by the process's birth."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil


def remember(record: Path, pid: int | None = None) -> None:
    pid = pid or os.getpid()
    # A reader finds the old one or the new one, never half of it.
    new = record.with_name(f"{record.name}.{pid}.new")
    new.write_text(f"{pid} {psutil.Process(pid).create_time()}")
    new.replace(record)


def process(record: Path) -> psutil.Process | None:
    """The living process of a record; None when it has ended and its number is anyone's."""
    pid, born = _read(record)
    try:
        found = psutil.Process(pid)
        if abs(found.create_time() - born) < 1 and found.status() != psutil.STATUS_ZOMBIE:
            return found
    except (psutil.NoSuchProcess, ValueError):
        pass
    return None


def end_group(record: Path) -> None:
    """Ends the children that a killed program left behind: they would hold its port or queue."""
    leader, _ = _read(record)
    if leader <= 1 or process(record) is not None or leader == os.getpgrp():
        return
    left = [member for member in psutil.process_iter() if _is_in(leader, member)]
    for member in left:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    until = time.monotonic() + 5
    while any(_is_in(leader, member) for member in left) and time.monotonic() < until:
        time.sleep(0.02)


def end(record: Path, number: int = signal.SIGTERM, patience: float = 20) -> None:
    """Ends a program that an earlier start left behind, and its children."""
    found = process(record)
    if found is not None:
        found.send_signal(number)
        if not wait(record, patience):
            found.kill()
            wait(record, 5)
    end_group(record)
    record.unlink(missing_ok=True)


def wait(record: Path, patience: float) -> bool:
    """True when the program has ended; one that no one has buried yet counts as ended."""
    until = time.monotonic() + patience
    while process(record) is not None:
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _is_in(leader: int, member: psutil.Process) -> bool:
    try:
        return os.getpgid(member.pid) == leader and member.status() != psutil.STATUS_ZOMBIE
    except (ProcessLookupError, psutil.NoSuchProcess):
        return False


def _read(record: Path) -> tuple[int, float]:
    try:
        pid, born = record.read_text().split()
        return int(pid), float(born)
    except (FileNotFoundError, ValueError):
        return 0, 0.0
