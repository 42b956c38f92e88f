"""`./countersign test`: pytest, side by side, each part on throw-away servers of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from deploy.console import ROOT, stop
from deploy.embedded import data_folder, environment_file, postgres, process_records, redis
from deploy.embedded.data_folder import DataFolder
from deploy.setup import browser_files
from tenants import schema

FOLDER = ROOT / ".countersign" / "test"
# One more than there are processors, because tests wait for servers, programs and browsers.
PARTS = min((os.cpu_count() or 1) + 1, 4)
PROGRAMS = {
    "chromium": "the browser tests",
    "qpdf": "the tests that check PDFs with qpdf",
    "pdftoppm": "the tests that compare with Poppler",
}


def main() -> None:
    """
    In several parts; a file stays whole. `-n 0` runs all in one, for a debugger.

    `--fast` is for while one works: it leaves out what tests/slow.txt lists. Of a run that names
    no files the few tests that failed get a second one, alone.
    """
    _name_what_is_missing()
    command = pytest_command([option for option in sys.argv[1:] if option != "--fast"])
    if "--fast" in sys.argv:
        slow = (ROOT / "tests" / "slow.txt").read_text().splitlines()
        command += [f"--ignore-glob={line}" for line in slow if line and line[0] != "#"]
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)


def pytest_command(options: list[str]) -> list[str]:
    # By itself xdist begins with the files of many tests; ours begin with those that take long.
    side_by_side = ["-n", str(PARTS), "--dist", "loadfile", "--no-loadscope-reorder"]
    names_files = any((ROOT / option.partition("::")[0]).exists() for option in options)
    second_run = [] if names_files else ["-p", "tests.second_run"]
    return [sys.executable, "-m", "pytest", *side_by_side, *second_run, *options]


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """Yields the settings of a migrated, empty installation that lives as long as the tests."""
    _forget_dead_runs()
    path = FOLDER / str(os.getpid())
    folder = data_folder.prepare(path)
    try:
        yield start(folder)
    finally:
        _remove(path)
        shutil.rmtree(folder.sockets, ignore_errors=True)


def start(folder: DataFolder) -> dict[str, str]:
    """Servers that lose what they hold when the machine does, and their settings."""
    # Runs side by side look from different numbers on.
    port = environment_file.free_port(20_000 + os.getpid() * 50 % 8_000)
    settings = environment_file.write_environment(folder, port)
    postgres.make(folder, throwaway=True)
    redis.make(folder)
    _start(folder, "postgres", postgres.command(folder))
    _start(folder, "redis", redis.command(folder))
    _wait(folder)
    postgres.make_roles(folder)
    schema.migrate(settings["DATABASE_OWNER_URL"])
    # For what no role of the product may do: rows that no use case writes, to knock at walls.
    superuser = postgres.address(folder, postgres.SUPERUSER, "countersign")
    return settings | {"TEST_SUPERUSER_URL": superuser}


def end(path: Path, how: signal.Signals) -> None:
    process_records.end(path / "running" / "redis", signal.SIGTERM)
    process_records.end(path / "running" / "postgres", how, patience=60)


def _start(folder: DataFolder, name: str, command: list[str]) -> None:
    with (folder.logs / f"{name}.log").open("wb") as log:
        process = folder.user.start(command, log.fileno())
    process_records.remember(folder.running / name, process.pid)


def _wait(folder: DataFolder) -> None:
    until = time.monotonic() + 60
    while not (postgres.answers(folder) and redis.answers(folder)):
        if time.monotonic() > until:
            logs = "\n".join(log.read_text()[-2000:] for log in folder.logs.glob("*.log"))
            stop("The servers for the tests do not answer:", logs)
        time.sleep(0.05)


def _forget_dead_runs() -> None:
    """Several runs may go on side by side; what a killed one left is removed by the next."""
    for path in FOLDER.glob("[0-9]*"):
        if not psutil.pid_exists(int(path.name)):
            _remove(path)


def _remove(path: Path) -> None:
    # PostgreSQL's immediate shutdown: nothing is worth writing, but its memory is given back.
    end(path, signal.SIGQUIT)
    shutil.rmtree((path / "servers").resolve(), ignore_errors=True)
    shutil.rmtree(path, ignore_errors=True)


def _name_what_is_missing() -> None:
    missing = [what for program, what in PROGRAMS.items() if not shutil.which(program)]
    if not (browser_files.node() and browser_files.ready(testing=True)):
        missing.append("the single sign-on against a provider that runs on Node")
    if missing:
        os.environ["COUNTERSIGN_NOT_TESTED"] = ", ".join(missing)


if __name__ == "__main__":
    main()
