"""Starts everything in order, keeps it running, and stops it in reverse order on Ctrl-C."""

import fcntl
import http.client
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport  # type: ignore[import-untyped]

from deploy import data_folder, installation, postgres, redis, running
from deploy.data_folder import DataFolder
from deploy.progress import ROOT, say, stop

# In the order of starting; the supervisor stops them in the reverse order.
SERVERS = ("postgres", "redis")
PROGRAMS = ("mailbox", "worker", "relay", "web")
LARGEST_LOG = 10_000_000

HEAD = """\
[supervisord]
nodaemon=true
silent=true
directory={root}
logfile={logs}/supervisor.log
logfile_maxbytes=1MB
logfile_backups=1
pidfile={running}/supervisor.pid
childlogdir={logs}

[unix_http_server]
file={socket}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""
SECTION = """
[program:{name}]
command={python} -m deploy.program {name}
priority={priority}
autostart=false
autorestart=true
startsecs=0
stopsignal={signal}
stopwaitsecs=20
killasgroup=true
stdout_logfile=NONE
stderr_logfile=NONE
"""


class _Ended(Exception):
    """Somebody asked us to stop."""


def up() -> None:
    """Runs until Ctrl-C. Ends with a sentence and 1 where it cannot start."""
    folder = data_folder.prepare()
    with only_one(folder):
        _end_leftovers(folder)
        port = _checked_port()
        settings = installation.write_environment(folder, port)
        postgres.make(folder)
        redis.make(folder)
        _write_configuration(folder)
        _run(folder, settings)


def _run(folder: DataFolder, settings: dict[str, str]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    supervisor = _start_supervisor(folder)
    try:
        _open(folder, settings)
        _announce(folder, settings)
        while True:
            supervisor = _keep(folder, supervisor)
            time.sleep(0.5)
    except _Ended:
        say("Stopping; your data stays")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _stop_all(folder)
        supervisor.terminate()
        supervisor.wait()
        _end_leftovers(folder)
    say("Stopped")


def _open(folder: DataFolder, settings: dict[str, str]) -> None:
    """Database, Redis, migrations, demo organization, then the programs."""
    _start(folder, "postgres")
    _wait("PostgreSQL", lambda: postgres.answers(folder), folder.logs / "postgres.log", 300)
    postgres.make_roles(folder)
    _start(folder, "redis")
    _wait("Redis", lambda: redis.answers(folder), folder.logs / "redis.log", 60)
    say(f"PostgreSQL {postgres.version()} and Redis are ready")
    _step("migrate", settings)
    _step("found-demo", settings)
    for name in PROGRAMS:
        _start(folder, name)
    port = int(settings["GRANIAN_PORT"])
    _wait("The web server", lambda: _web_answers(port), folder.logs / "web.log", 60)
    _name_what_does_not_stay_up(folder)


def _name_what_does_not_stay_up(folder: DataFolder) -> None:
    records = {name: folder.running / name for name in (*SERVERS, *PROGRAMS)}
    before = {name: running.process(record) for name, record in records.items()}
    time.sleep(0.5)
    for name, record in records.items():
        if before[name] is None or running.process(record) != before[name]:
            say(f"{name} does not stay up and is started again and again: see {name}.log")


def _announce(folder: DataFolder, settings: dict[str, str]) -> None:
    address = settings["BASE_URL"]
    print(
        f"\nCountersign is running at {address}\n\n"
        f"  Sign in   owner@demo.example   password {settings['DEMO_PASSWORD']}\n"
        f"  Mailbox   {address}/mailbox   (what was mailed; nothing leaves this machine)\n"
        f"  Data      {folder.path}\n\n"
        "Ctrl-C stops it.",
        flush=True,
    )


def _keep(folder: DataFolder, supervisor: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    for log in folder.logs.glob("*.log"):
        _shorten(log)
    if supervisor.poll() is None:
        return supervisor
    say("The supervisor was ended; starting it again")
    supervisor = _start_supervisor(folder)
    for name in (*SERVERS, *PROGRAMS):
        _start(folder, name)
    return supervisor


def _shorten(log: Path) -> None:
    """Programs append, so a log can be cut while they write."""
    if log.stat().st_size > LARGEST_LOG:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)


def _start_supervisor(folder: DataFolder) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(_configuration(folder))]
    _socket(folder).unlink(missing_ok=True)
    # A session of its own: Ctrl-C reaches us alone, and we stop all in order.
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"COUNTERSIGN_DATA": str(folder.path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    running.remember(folder.running / "supervisor", process.pid)
    log = folder.logs / "supervisor.log"
    _wait("The supervisor", lambda: _supervisor_answers(folder, process), log, 20)
    return process


def _supervisor_answers(folder: DataFolder, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        return False
    try:
        return bool(_remote(folder).getPID() == process.pid)
    except OSError:
        return False


def _start(folder: DataFolder, name: str) -> None:
    _remote(folder).startProcess(name, False)


def _stop_all(folder: DataFolder) -> None:
    """One after the other; each call wakes the supervisor, which else looks once a second."""
    for name in reversed((*SERVERS, *PROGRAMS)):
        record = folder.running / name
        try:
            _remote(folder).stopProcess(name, False)
            while running.process(record) is not None and _is_supervised(folder, name):
                time.sleep(0.05)
        except (OSError, Fault):
            continue
        # One that outlived its supervisor, and whose watcher ended before it could tell it.
        running.end(record, _signal(name))


def _is_supervised(folder: DataFolder, name: str) -> bool:
    return bool(_remote(folder).getProcessInfo(name)["pid"])


def _remote(folder: DataFolder) -> Any:
    transport = SupervisorTransport(None, None, f"unix://{_socket(folder)}")
    return ServerProxy("http://localhost", transport=transport).supervisor


def _socket(folder: DataFolder) -> Path:
    return folder.sockets / "supervisor.sock"


def _step(command: str, settings: dict[str, str]) -> None:
    """A process of its own, so that its memory is free again afterwards."""
    arguments = [sys.executable, "-m", "deploy.cli", command]
    finished = subprocess.run(
        arguments, cwd=ROOT, env=os.environ | settings, check=False, start_new_session=True
    )
    if finished.returncode:
        stop(f"Countersign could not start: the step {command} did not work, see above.")


def _wait(what: str, ready: Callable[[], bool], log: Path, seconds: int) -> None:
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            last = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
            stop(f"{what} does not answer. The end of {log}:", *last)
        time.sleep(0.1)


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
    port = installation.port()
    if not installation.is_free(port):
        stop(
            f"Port {port} is taken by another program. Choose another one:",
            f"  COUNTERSIGN_PORT={port + 1} ./countersign up",
        )
    return port


@contextmanager
def only_one(folder: DataFolder) -> Iterator[None]:
    with (folder.path / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            stop(f"Countersign is already running here {file.read()}. Stop it there with Ctrl-C.")
        file.truncate(0)
        file.write(f"(process {os.getpid()}, port {installation.port()})")
        file.flush()
        yield


def _end_leftovers(folder: DataFolder) -> None:
    """What a killed start left running is stopped in order before anything is started."""
    supervisor = folder.running / "supervisor"
    if running.process(supervisor) is not None:
        say("Stopping what an earlier start left running")
        _stop_all(folder)
    running.end(supervisor, patience=60)
    for name in reversed((*SERVERS, *PROGRAMS)):
        running.end(folder.running / name, _signal(name))
    postgres.end_orphan(folder)


def _signal(name: str) -> signal.Signals:
    """PostgreSQL waits for its clients on SIGTERM and sends them away on SIGINT."""
    return signal.SIGINT if name == "postgres" else signal.SIGTERM


def _configuration(folder: DataFolder) -> Path:
    return folder.path / "supervisor.conf"


def _write_configuration(folder: DataFolder) -> None:
    head = HEAD.format(
        root=_quoted(ROOT),
        logs=_quoted(folder.logs),
        running=_quoted(folder.running),
        socket=_quoted(_socket(folder)),
    )
    sections = (
        SECTION.format(
            name=name,
            python=_quoted(shlex.quote(sys.executable)),
            priority=place,
            signal=_signal(name).name.removeprefix("SIG"),
        )
        for place, name in enumerate((*SERVERS, *PROGRAMS), start=1)
    )
    _configuration(folder).write_text(head + "".join(sections))


def _quoted(value: Path | str) -> str:
    """The supervisor's file expands percent signs."""
    return str(value).replace("%", "%%")


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _Ended
