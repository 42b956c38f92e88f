"""One program under the supervisor: clears what a dead forerunner left, then becomes it.

If the supervisor itself was killed, its programs live on. The new supervisor starts this again,
which then keeps watch over the living one instead of starting a second.
"""

import fcntl
import os
import shlex
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import psutil

from deploy.console import ROOT
from deploy.embedded import data_folder, environment_file, postgres, process_records, redis
from deploy.embedded.data_folder import DataFolder

# A program that ends at once is not started again at once.
PAUSE = 1.5


def main() -> None:
    name = sys.argv[1]
    folder = data_folder.prepare()
    _write_to(folder.logs / f"{name}.log")
    record, supervisor = folder.running / name, _supervisor()
    while (forerunner := _claim(record)) is not None:
        _watch(record, forerunner, supervisor)
    _become(name, folder)


def _supervisor() -> int:
    """Its process. One that died before this could look for it has left no one to work for."""
    parent = os.getppid()
    try:
        if "supervisor.supervisord" in psutil.Process(parent).cmdline():
            return parent
    except psutil.Error:
        pass
    raise SystemExit


def _claim(record: Path) -> psutil.Process | None:
    """The living program; None when this process is the program from now on, and no other is."""
    with (record.parent / f"{record.name}.claim").open("w") as claim:
        # After two deaths of the supervisor two wait for the same program to end.
        fcntl.flock(claim, fcntl.LOCK_EX)
        forerunner = process_records.process(record)
        if forerunner is not None:
            return forerunner
        process_records.end_group(record)
        if record.exists() and time.time() - record.stat().st_mtime < PAUSE:
            time.sleep(PAUSE)
        process_records.remember(record)
        return None


def _write_to(log: Path) -> None:
    """Straight into a file: a pipe to the supervisor would break with it."""
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())


def _become(name: str, folder: DataFolder) -> None:
    if name == "postgres":
        postgres.make(folder)
        _become_server(postgres.command(folder), folder)
    elif name == "redis":
        redis.make(folder)
        _become_server(redis.command(folder), folder)
    else:
        _become_own(_own_programs()[name], folder)


def _become_server(command: list[str], folder: DataFolder) -> None:
    folder.user.become()
    os.chdir("/")
    _execute(command, {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"})


def _become_own(command: list[str], folder: DataFolder) -> None:
    environment = os.environ | environment_file.read_environment(folder.environment)
    # Only migrations may change the tables.
    del environment["DATABASE_OWNER_URL"]
    _execute([str(Path(sys.prefix) / "bin" / command[0]), *command[1:]], environment)


def _own_programs() -> dict[str, list[str]]:
    """Those of the Procfile, and the mailbox, which production does not have."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    pairs = (line.partition(":") for line in lines if ":" in line)
    listed = {name.strip(): shlex.split(command) for name, _, command in pairs}
    return {"mailbox": ["python", "-m", "deploy.embedded.mailbox"], **listed}


def _execute(command: list[str], environment: Mapping[str, str]) -> NoReturn:
    os.execve(command[0], command, environment)  # noqa: S606 - no shell is wanted


def _watch(record: Path, forerunner: psutil.Process, supervisor: int) -> None:
    """
    Passes signals on to it, returns when it has ended by itself, ends when it was told to.

    Also ends with its supervisor: the next one has a watcher of its own.
    """
    told: list[int] = []

    def pass_on(number: int, _: object) -> None:
        told.append(number)
        forerunner.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, pass_on)
    while process_records.process(record) == forerunner:
        if os.getppid() != supervisor:
            raise SystemExit
        time.sleep(0.1)
    if told or os.getppid() != supervisor:
        raise SystemExit
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


if __name__ == "__main__":
    main()
