"""Clients that take their time, against the web server as it is run; what is asserted is who is
served while they wait, not how quickly."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.demo.journey import Journey
from deploy.demo.visitor import Visitor, expect
from tenants.installation import Installation
from tests.tenants import ceremonies
from tests.tenants.conftest import found_member
from tests.webapp.server.conftest import Server, answer, serve
from webapp.server.visitor_limits import WAITING_OF_ONE

SLOW = "POST /verify HTTP/1.1\nHost: localhost\nContent-Type: multipart/form-data; boundary=x"


@pytest.fixture(scope="module")
def large(services: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    granian = str(Path(sys.executable).with_name("granian"))
    options = [
        "--interface",
        "asginl",
        "--http",
        "1",
        "--workers",
        "1",
        "--no-ws",
        "--workers-kill-timeout",
        "10",
    ]
    target = "tests.webapp.server.large_answers:app"
    yield from serve([granian, *options, target], tmp_path_factory.mktemp("large"))


def test_signers_are_served_while_two_hundred_clients_hold_their_bodies_back(
    server: Server, installation: Installation
) -> None:
    member, now = found_member(installation), datetime.now(UTC)
    envelopes = [ceremonies.sent(member, now) for _ in range(3)]
    slow = [
        server.begin(f"{SLOW}\nContent-Length: 900000", b"--x", f"127.0.1.{1 + number % 8}")
        for number in range(200)
    ]

    journey = Journey(server.address, "", say=lambda _: None)
    for envelope in envelopes:
        token = ceremonies.token_of(member, envelope.recipients[0])
        journey.sign(f"{server.address}/s/{token}", 1)
    sign_in = expect(Visitor(server.address).get("/sign-in"))

    assert "<form" in sign_in.text
    still = [connection for connection in slow if _is_held(connection)]
    assert len(still) == 200


def test_whoever_shares_an_address_with_slow_clients_is_served_all_the_same(
    server: Server,
) -> None:
    # Each of the two processes holds so many; the next ones push out those that came first.
    slow = [
        server.begin(f"{SLOW}\nContent-Length: 900000", b"--x", "127.0.0.9")
        for _ in range(2 * WAITING_OF_ONE + 1)
    ]

    page = server.begin(
        "GET /sign-in HTTP/1.1\nHost: localhost\nConnection: close", b"", "127.0.0.9"
    )
    posted = server.begin(
        f"{SLOW}\nContent-Length: 3\nConnection: close", b"--x", source="127.0.0.9"
    )

    assert b" 200 OK" in answer(page)
    assert b" 403 Forbidden" in answer(posted)
    assert any(not _is_held(connection) for connection in slow)


def test_a_client_that_takes_nothing_holds_no_thread(large: Server) -> None:
    head = "GET /large HTTP/1.1\nHost: localhost"
    readers = [large.begin(head) for _ in range(20)]
    first = [reader.recv(1000) for reader in readers]

    small = answer(large.begin("GET /small HTTP/1.1\nHost: localhost\nConnection: close"))

    assert all(b" 200 OK" in part for part in first)
    assert small.endswith(b"small")


def test_a_large_answer_comes_whole_and_in_one_context(large: Server) -> None:
    whole = answer(large.begin("GET /large HTTP/1.1\nHost: localhost\nConnection: close"))

    head, _, body = whole.partition(b"\r\n\r\n")
    assert b"content-length: 30000000" in head.lower()
    assert len(body) == 30_000_000
    assert body[-1:] == b"x"


def test_an_answer_that_breaks_off_is_seen_to_be_incomplete(large: Server) -> None:
    whole = answer(large.begin("GET /broken HTTP/1.1\nHost: localhost\nConnection: close"))

    assert len(whole.partition(b"\r\n\r\n")[2]) < 30_000_000


def test_a_body_without_a_length_arrives_whole(large: Server) -> None:
    chunks = b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    head = "POST /echo HTTP/1.1\nHost: localhost\nConnection: close\nTransfer-Encoding: chunked"

    assert answer(large.begin(head, chunks)).endswith(b"11 hello world")


def test_a_body_larger_than_the_limit_ends_one_byte_behind_it(large: Server) -> None:
    chunk = b"186a0\r\n" + 100_000 * b"x" + b"\r\n"
    head = "POST /size HTTP/1.1\nHost: localhost\nConnection: close\nTransfer-Encoding: chunked"

    assert answer(large.begin(head, 3 * chunk)).endswith(b"\r\n\r\n200001")


def test_what_the_application_is_told_is_what_was_asked(large: Server) -> None:
    head = f"GET /told/%C3%A9%ff?a=%20b HTTP/1.1\nHost: localhost\nCookie: a=1\nX-Id: {uuid4()}"
    told = answer(large.begin(f"{head}\nConnection: close")).decode("latin-1")

    assert "PATH_INFO=/told/\u00c3\u00a9\u00ff" in told
    assert "QUERY_STRING=a=%20b" in told
    assert "HTTP_COOKIE=a=1" in told
    assert "REMOTE_ADDR=127.0.0.1" in told


def _is_held(connection: object) -> bool:
    """Whether the server still waits for it, without an answer."""
    connection.setblocking(False)
    try:
        return bool(connection.recv(1)) and False
    except BlockingIOError:
        return True
