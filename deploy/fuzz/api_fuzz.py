"""
`./countersign fuzz --api`: requests of every kind at an installation that really runs.

They are made of the description that the API gives of itself, one after the other by its links and
each alone, right ones and wrong ones. No answer may be an error of ours (5xx), and none may be
another than the description says. The installation is thrown away; schemathesis makes the requests.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.api.scope import Scope
from deploy import testing
from deploy.bench.audit_bench import a_member
from deploy.console import ROOT, stop
from deploy.embedded.environment_file import free_port
from tenants import environment
from tenants.installation import Installation
from tenants.use_cases.api import api_keys

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
# They are for programs that call too often; these calls are meant to be many.
LIMITS = ("RATE_API_READS", "RATE_API_LISTS", "RATE_API_CREATES", "RATE_WRITES", "RATE_SENDS")
PATIENCE = 300


def run(minutes: float, seed: int, keep: str) -> dict[str, Any]:
    """`keep`: the folder into which the reports are written."""
    with ExitStack() as stack:
        settings = stack.enter_context(testing.servers())
        os.environ.update(settings | dict.fromkeys(LIMITS, "1000000"))
        secret = _secret()
        folder = Path(keep or stack.enter_context(tempfile.TemporaryDirectory()))
        port = stack.enter_context(_processes(folder))
        return _fuzz(f"http://127.0.0.1:{port}", secret, minutes, seed, folder)


def _secret() -> str:
    """Of a key that may do everything, in an organization of its own."""
    installation = Installation(environment.load())
    try:
        member = a_member(installation)
        with member.transaction() as tx:
            scopes = [scope.value for scope in Scope]
            return api_keys.make(tx, uuid4(), "Fuzz", scopes, "0", datetime.now(UTC)).secret
    finally:
        installation.close()


@contextmanager
def _processes(folder: Path) -> Iterator[int]:
    """Those of the Procfile; the port at which the web server answers."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port(21_000 + os.getpid() * 7 % 8_000)
    variables = os.environ | {"GRANIAN_HOST": "127.0.0.1", "GRANIAN_PORT": str(port)}
    started = []
    try:
        for line in (ROOT / "Procfile").read_text().splitlines():
            name, _, command = line.partition(":")
            program, *rest = shlex.split(command)
            whole = [str(Path(sys.executable).with_name(program)), *rest]
            log = (folder / f"{name}.log").open("wb")
            started.append(subprocess.Popen(whole, cwd=ROOT, env=variables, stdout=log, stderr=log))
        _wait(port)
        yield port
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(PATIENCE)


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    stop("The installation does not answer.")


def _fuzz(address: str, secret: str, minutes: float, seed: int, folder: Path) -> dict[str, Any]:
    report = folder / "report.json"
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run"),
        f"{address}/api/v1/openapi.json",
        *("--header", f"Authorization: Bearer {secret}"),
        *("--checks", ",".join(CHECKS)),
        *("--max-time", str(round(60 * minutes)), "--seed", str(seed), "--workers", "2"),
        *("--continue-on-failure", "--no-shrink", "--suppress-health-check", "all"),
        *("--request-timeout", "30", "--generation-database", "none"),
        *("--warnings", "off", "--no-color", "--report", "json", "--report-json-path", str(report)),
    ]
    began = time.monotonic()
    with (folder / "schemathesis.log").open("wb") as log:
        ended = subprocess.run(command, cwd=folder, stdout=log, stderr=log, check=False)
    found = json.loads(report.read_text()) if report.exists() else {}
    return {
        "seed": seed,
        "seconds": round(time.monotonic() - began),
        "wrong": ended.returncode != 0,
        "log": (folder / "schemathesis.log").read_text()[-4_000:],
        "report": found,
    }
