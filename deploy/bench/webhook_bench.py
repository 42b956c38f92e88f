"""Webhooks while they fail, are answered slowly, and worker and receiver are killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.principal import SYSTEM
from core.settings.settings import Settings
from core.webhooks.webhook_endpoint import EndpointChoices
from deploy.bench.audit_bench import a_member
from deploy.console import ROOT
from deploy.embedded import data_folder, process_records
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, voiding
from tenants.use_cases.webhooks import endpoints

ENVIRONMENT = {"OUTBOUND_PRIVATE_NETWORKS": "127.0.0.0/8", "WEBHOOK_CONCURRENCY": "16"}
ERRORS = 5  # one event in so many fails at its first try
SLOW = 400  # one in so many is answered after ten seconds
KILLS = (0.25, 0.6)  # of the events that have arrived


def measure(settings: Settings, events: int, seconds: float) -> dict[str, Any]:
    """Two events of each envelope: whether each arrived, in order, and how long it took."""
    installation = Installation(settings, pool_size=3)
    port, folder = _free_port(), Path(tempfile.mkdtemp(prefix="webhooks"))
    file, kills = folder / "received", list(KILLS)
    try:
        member = a_member(installation)
        choices = EndpointChoices(f"http://127.0.0.1:{port}/")
        with member.transaction() as tx:
            endpoints.create(tx, uuid4(), choices, datetime.now(UTC))
        begun = time.monotonic()
        with _receiver(port, file) as receiver:
            for _ in range(events // 2):
                _two_events(member)
            made = time.monotonic() - begun
            deadline = begun + seconds
            while time.monotonic() < deadline and _waiting(member):
                if kills and len(_taken(file)) >= kills[0] * events:
                    kills.pop(0)
                    _kill_worker()
                    receiver.restart()
                time.sleep(1)
        took = time.monotonic() - begun
        return _figures(member, file, events, made, took, len(KILLS) - len(kills))
    finally:
        installation.close()


class Receiver:
    """A process that may be killed, and is there again at once."""

    def __init__(self, port: int, file: Path) -> None:
        self._command = [
            *(sys.executable, "-m", "deploy.bench.webhook_receiver"),
            *(str(port), str(file), str(ERRORS), str(SLOW)),
        ]
        self.process = self._started()

    def restart(self) -> None:
        self.process.kill()
        self.process.wait()
        time.sleep(2)
        self.process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, cwd=ROOT)


@contextmanager
def _receiver(port: int, file: Path) -> Iterator[Receiver]:
    receiver = Receiver(port, file)
    try:
        yield receiver
    finally:
        receiver.process.kill()
        receiver.process.wait()


def _two_events(member: Member) -> None:
    envelope_id, now = uuid4(), datetime.now(UTC)
    with member.transaction() as tx:
        drafting.create(tx, envelope_id, "Benchmark", now)
    with member.transaction() as tx:
        voiding.void(tx, envelope_id, "", now)


def _waiting(member: Member) -> int:
    with member.organization.transaction(SYSTEM) as tx:
        query = "select count(*) from webhook_deliveries where state = 'waiting'"
        return int(tx.rows.value(query))


def _kill_worker() -> None:
    """Its supervisor starts another."""
    found = process_records.process(data_folder.prepare().running / "worker")
    if found is not None:
        os.kill(found.pid, signal.SIGKILL)


def _lines(file: Path) -> list[tuple[str, str, int, bool]]:
    if not file.exists():
        return []
    return [tuple(json.loads(line)) for line in file.read_text().splitlines()]


def _taken(file: Path) -> set[str]:
    return {id for id, _, _, taken in _lines(file) if taken}


def _figures(
    member: Member, file: Path, events: int, made: float, took: float, kills: int
) -> dict[str, Any]:
    lines = _lines(file)
    taken: dict[str, list[int]] = {}
    seen: set[str] = set()
    out_of_order = 0
    for id, envelope, sequence, was_taken in lines:
        order = taken.setdefault(envelope, [])
        # At least once: what comes again is no later event.
        out_of_order += any(before > sequence for before in order) and id not in seen
        if was_taken and id not in seen:
            seen.add(id)
            order.append(sequence)
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select id, state from webhook_deliveries")
    told = {str(row["id"]) for row in rows}
    lost = len(told - seen) + max(0, 2 * (events // 2) - len(told))
    return {
        "events": len(told),
        "seconds": round(took, 1),
        "made_in_seconds": round(made, 1),
        "requests": len(lines),
        "failed_at_first": sum(not was_taken for *_, was_taken in lines),
        "arrived_more_than_once": sum(t for *_, t in lines) - len(seen),
        "kills_of_worker_and_receiver": kills,
        "lost": lost,
        "out_of_order": out_of_order,
        "held": lost == 0 and out_of_order == 0 and kills == len(KILLS),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
