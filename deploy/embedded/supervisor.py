"""The supervisor of the embedded mode: what it runs, in which order, and how it is told to."""

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport  # type: ignore[import-untyped]

from deploy.console import ROOT
from deploy.embedded import process_records
from deploy.embedded.data_folder import DataFolder
from deploy.embedded.waiting import until_ready

# In the order of starting; the supervisor stops them in the reverse order.
SERVERS = ("postgres", "redis")
PROGRAMS = ("mailbox", "worker", "relay", "web")

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
command={python} -m deploy.embedded.program {name}
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


def configure(folder: DataFolder) -> None:
    """Writes the file that says what it runs."""
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
            signal=signal_for(name).name.removeprefix("SIG"),
        )
        for place, name in enumerate((*SERVERS, *PROGRAMS), start=1)
    )
    _configuration(folder).write_text(head + "".join(sections))


def run(folder: DataFolder) -> subprocess.Popen[bytes]:
    """Starts the supervisor itself, which starts nothing before it is told to."""
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
    process_records.remember(folder.running / "supervisor", process.pid)
    log = folder.logs / "supervisor.log"
    until_ready("The supervisor", lambda: _answers(folder, process), log, 20)
    return process


def start(folder: DataFolder, name: str) -> None:
    _remote(folder).startProcess(name, False)


def stop_all(folder: DataFolder) -> None:
    """One after the other; each call wakes the supervisor, which else looks once a second."""
    for name in reversed((*SERVERS, *PROGRAMS)):
        record = folder.running / name
        try:
            _remote(folder).stopProcess(name, False)
            while process_records.process(record) is not None and _is_supervised(folder, name):
                time.sleep(0.05)
        except (OSError, Fault):
            continue
        # One that outlived its supervisor, and whose watcher ended before it could tell it.
        process_records.end(record, signal_for(name))


def signal_for(name: str) -> signal.Signals:
    """PostgreSQL waits for its clients on SIGTERM and sends them away on SIGINT."""
    return signal.SIGINT if name == "postgres" else signal.SIGTERM


def _answers(folder: DataFolder, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        return False
    try:
        return bool(_remote(folder).getPID() == process.pid)
    except OSError:
        return False


def _is_supervised(folder: DataFolder, name: str) -> bool:
    return bool(_remote(folder).getProcessInfo(name)["pid"])


def _remote(folder: DataFolder) -> Any:
    transport = SupervisorTransport(None, None, f"unix://{_socket(folder)}")
    return ServerProxy("http://localhost", transport=transport).supervisor


def _socket(folder: DataFolder) -> Path:
    return folder.sockets / "supervisor.sock"


def _configuration(folder: DataFolder) -> Path:
    return folder.path / "supervisor.conf"


def _quoted(value: Path | str) -> str:
    """The supervisor's file expands percent signs."""
    return str(value).replace("%", "%%")
