"""`countersign up`: starts everything in order, keeps it running, stops it on Ctrl-C."""

import fcntl
import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from deploy.console import ROOT, say, stop
from deploy.embedded import (
    data_folder,
    environment_file,
    postgres,
    postgres_programs,
    process_records,
    redis,
    supervisor,
)
from deploy.embedded.data_folder import DataFolder
from deploy.embedded.supervisor import PROGRAMS, SERVERS
from deploy.embedded.waiting import until_ready

LARGEST_LOG = 10_000_000
NEEDED = 64_000_000  # bytes


class _Ended(Exception):
    """We were asked to stop."""


def up() -> None:
    """Runs until Ctrl-C. Ends with a sentence and 1 where it cannot start."""
    folder = data_folder.prepare()
    _check_space(folder)
    with only_one(folder):
        _end_leftovers(folder)
        port = _checked_port()
        settings = environment_file.write_environment(folder, port)
        postgres.make(folder)
        redis.make(folder)
        supervisor.configure(folder)
        _run(folder, settings)


def _run(folder: DataFolder, settings: dict[str, str]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    process = supervisor.run(folder)
    try:
        _open(folder, settings)
        _announce(folder, settings)
        while True:
            process = _keep(folder, process)
            time.sleep(0.5)
    except _Ended:
        say("Stopping. Your data is kept")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        supervisor.stop_all(folder)
        process.terminate()
        process.wait()
        _end_leftovers(folder)
    say("Stopped")


def _open(folder: DataFolder, settings: dict[str, str]) -> None:
    """Database, Redis, migrations, demo organization, then the programs."""
    supervisor.start(folder, "postgres")
    until_ready("PostgreSQL", lambda: postgres.answers(folder), folder.logs / "postgres.log", 300)
    postgres.make_roles(folder)
    supervisor.start(folder, "redis")
    until_ready("Redis", lambda: redis.answers(folder), folder.logs / "redis.log", 60)
    say(f"PostgreSQL {postgres_programs.version()} and Redis are ready")
    _step("migrate", settings)
    _step("found-demo", settings)
    for name in PROGRAMS:
        supervisor.start(folder, name)
    port = int(settings["GRANIAN_PORT"])
    until_ready("The web server", lambda: _web_answers(port), folder.logs / "web.log", 60)
    _name_what_does_not_stay_up(folder)


def _name_what_does_not_stay_up(folder: DataFolder) -> None:
    records = {name: folder.running / name for name in (*SERVERS, *PROGRAMS)}
    before = {name: process_records.process(record) for name, record in records.items()}
    time.sleep(0.5)
    for name, record in records.items():
        if before[name] is None or process_records.process(record) != before[name]:
            log = folder.logs / f"{name}.log"
            say(f"{name} keeps stopping and is restarted each time. See {log}")


def _announce(folder: DataFolder, settings: dict[str, str]) -> None:
    address = settings["BASE_URL"]
    print(
        f"\nCountersign is running at {address}\n\n"
        f"  Sign in   owner@demo.example   password {settings['DEMO_PASSWORD']}\n"
        f"  Operator  operator@demo.example   the same password, at {address}/operator\n"
        f"  Mailbox   {address}/mailbox   (all e-mails; nothing leaves this computer)\n"
        f"  Data      {folder.path}\n\n"
        "Ctrl-C stops it.",
        flush=True,
    )


def _keep(folder: DataFolder, process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    for log in folder.logs.glob("*.log"):
        _shorten(log)
    if process.poll() is None:
        return process
    say("The supervisor was stopped. Starting it again")
    process = supervisor.run(folder)
    try:
        for name in (*SERVERS, *PROGRAMS):
            supervisor.start(folder, name)
    except (OSError, http.client.HTTPException):
        # It was ended while we told it what to start: at the next look we start another one.
        process.kill()
        process.wait()
    return process


def _shorten(log: Path) -> None:
    """Programs append, so a log can be cut while they write."""
    if log.stat().st_size > LARGEST_LOG:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)


def _step(command: str, settings: dict[str, str]) -> None:
    """A process of its own, so that its memory is free again afterwards."""
    arguments = [sys.executable, "-m", "deploy.cli", command]
    finished = subprocess.run(
        arguments, cwd=ROOT, env=os.environ | settings, check=False, start_new_session=True
    )
    if finished.returncode:
        stop(f"Countersign could not start: the step {command} did not work, see above.")


def _web_answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _checked_port() -> int:
    port = environment_file.port()
    if not environment_file.is_free(port):
        stop(
            f"Port {port} is used by another program. Choose another one:",
            f"  COUNTERSIGN_PORT={environment_file.free_port(port)} ./countersign up",
        )
    return port


def _check_space(folder: DataFolder) -> None:
    for path in (folder.path, folder.servers):
        free = shutil.disk_usage(path).free
        if free < NEEDED:
            stop(
                f"Only {free // 1_000_000} MB are left where {path} is, and PostgreSQL does not"
                " start on a full disk. Free some space, then try again."
            )


@contextmanager
def only_one(folder: DataFolder) -> Iterator[None]:
    with (folder.path / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            stop(f"Countersign is already running here {file.read()}. Stop it there with Ctrl-C.")
        file.truncate(0)
        file.write(f"(process {os.getpid()}, port {environment_file.port()})")
        file.flush()
        yield


def _end_leftovers(folder: DataFolder) -> None:
    """What a killed start left running is stopped in order before anything is started."""
    record = folder.running / "supervisor"
    if process_records.process(record) is not None:
        say("Stopping what an earlier start left running")
        supervisor.stop_all(folder)
    process_records.end(record, patience=60)
    for name in reversed((*SERVERS, *PROGRAMS)):
        process_records.end(folder.running / name, supervisor.signal_for(name))
    postgres.end_orphan(folder)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _Ended
