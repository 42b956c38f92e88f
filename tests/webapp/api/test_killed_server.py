"""A real web server, killed in the middle of a request; the client sends the request again."""

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

from core.api import api_key
from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants.conftest import found_member
from tests.webapp.api.programs import envelope, make_key
from tests.webapp.server.conftest import Server, serve

KEY = "lease-1"
ASKED = {"envelopes": envelope(status="sent"), "signing-groups": {"name": "Board"}}
TABLES = {"envelopes": "envelopes", "signing-groups": "signing_groups"}
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


def ask(server: Server, secret: str, noun: str) -> httpx.Response:
    return httpx.post(
        f"{server.address}/api/v1/{noun}",
        json=ASKED[noun],
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": KEY},
        timeout=PATIENCE,
    )


def killed_in_the_middle(
    where: str, noun: str, secret: str, folder: Path, monkeypatch: pytest.MonkeyPatch
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
            ask(server, secret, noun)
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
    (key,) = rows(member, "select id from api_keys")
    whose = f"{api_key.ACTOR}{key['id']} {member.person_id} {KEY}"
    found = []
    with member.organization.transaction(SYSTEM) as tx:
        for row in tx.rows.all("select request_hash, created_at from idempotency_keys"):
            answer = tx.idempotency_keys.answered(whose, row["request_hash"], row["created_at"])
            assert answer is not None
            found.append(answer.body)
    return found


@pytest.mark.parametrize(
    ("where", "noun", "stands"),
    [("before", "envelopes", 0), ("after", "envelopes", 1), ("after", "signing-groups", 1)],
)
def test_a_retry_after_kill_9_gives_one_of_it_and_the_first_answer(
    where: str,
    noun: str,
    stands: int,
    member: Member,
    healthy: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = make_key(member, "envelopes:write", "members")
    ids = f"select id from {TABLES[noun]}"
    killed_in_the_middle(where, noun, secret, tmp_path / "killed", monkeypatch)
    before = rows(member, ids)
    assert len(before) == stands
    first = kept_answers(member)
    assert len(first) == stands

    retry, again = ask(healthy, secret, noun), ask(healthy, secret, noun)

    after = rows(member, ids)
    assert (retry.status_code, again.status_code) == (201, 201)
    assert again.content == retry.content
    assert again.headers["Location"] == retry.headers["Location"]
    assert first in ([], [retry.content])
    assert ("idempotent-replayed" in retry.headers) == (where == "after")
    assert [str(row["id"]) for row in after] == [retry.json()["id"]]
    assert before in ([], after)
    intakes = rows(member, "select id from outbox where kind = 'intake_document'")
    created = rows(member, "select type from audit_events where sequence = 1")
    assert len(intakes) == len(created) == (noun == "envelopes")
