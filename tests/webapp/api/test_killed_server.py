"""A real web server, killed in the middle of a request; the client sends the request again."""

import hashlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants.conftest import found_member
from tests.webapp.api.programs import envelope, make_key
from tests.webapp.server.conftest import Server, serve

KEY = "lease-1"
TARGET = "tests.webapp.api.stopping_server:app"
PATIENCE = 60


@pytest.fixture(autouse=True)
def unlimited() -> None:
    """The servers here have limits of their own."""


@pytest.fixture
def member(installation: Installation) -> Member:
    return found_member(installation)


def command(target: str) -> list[str]:
    granian = str(Path(sys.executable).with_name("granian"))
    return [granian, *("--interface", "asginl", "--http", "1", "--workers", "1", "--no-ws"), target]


@pytest.fixture
def healthy(services: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    yield from serve(command("webapp.asgi:app"), tmp_path)


def ask(server: Server, secret: str) -> httpx.Response:
    return httpx.post(
        f"{server.address}/api/v1/envelopes",
        json=envelope(status="sent"),
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": KEY},
        timeout=PATIENCE,
    )


def killed_in_the_middle(
    where: str, secret: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asks a server that stops before or after its commit, and kills all its processes there."""
    reached, lost = folder / "reached", []
    monkeypatch.setenv("STOP", where)
    monkeypatch.setenv("STOP_REACHED", str(reached))
    folder.mkdir()
    serving = serve(command(TARGET), folder)
    server = next(serving)

    def try_once() -> None:
        try:
            ask(server, secret)
        except httpx.HTTPError as error:
            lost.append(error)

    client = threading.Thread(target=try_once)
    client.start()
    until = time.monotonic() + PATIENCE
    while not reached.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert reached.exists(), (folder / "log").read_text()[-2000:]
    (granian,) = [c for c in psutil.Process(os.getpid()).children() if TARGET in c.cmdline()]
    for process in (*granian.children(recursive=True), granian):
        process.send_signal(signal.SIGKILL)
    client.join(PATIENCE)
    serving.close()
    assert lost, "the client got an answer"


def rows(member: Member, query: str) -> list[dict[str, Any]]:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.rows.all(query)


def kept_answers(member: Member) -> list[bytes]:
    """What was to be answered when the server was killed."""
    key_hash = hashlib.sha256(KEY.encode()).hexdigest()
    return [
        member.organization.key.decrypt(
            row["answer"], f"idempotency:{row['api_key_id']}:{key_hash}"
        )
        for row in rows(member, "select api_key_id, answer from idempotency_keys")
    ]


@pytest.mark.parametrize(("where", "stands"), [("before", 0), ("after", 1)])
def test_a_retry_after_kill_9_gives_one_envelope_and_the_first_answer(
    where: str,
    stands: int,
    member: Member,
    healthy: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = make_key(member)
    killed_in_the_middle(where, secret, tmp_path / "killed", monkeypatch)
    before = rows(member, "select id from envelopes")
    assert len(before) == stands
    first = kept_answers(member)
    assert len(first) == stands

    retry, again = ask(healthy, secret), ask(healthy, secret)

    after = rows(member, "select id from envelopes")
    assert (retry.status_code, again.status_code) == (201, 201)
    assert again.content == retry.content
    assert first in ([], [retry.content])
    assert ("idempotent-replayed" in retry.headers) == (where == "after")
    assert [str(row["id"]) for row in after] == [retry.json()["id"]]
    assert before in ([], after)
    intakes = rows(member, "select id from outbox where kind = 'intake_document'")
    created = rows(member, "select type from audit_events where sequence = 1")
    assert (len(intakes), len(created)) == (1, 1)
