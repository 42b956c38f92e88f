"""Programs that wait for events, against the web server as it is run: none of them has a thread."""

import json
from datetime import UTC, datetime
from uuid import uuid4

from tenants.installation import Installation
from tenants.use_cases.envelopes import drafting
from tests.tenants.conftest import found_member
from tests.tenants.opening import run
from tests.webapp.api.programs import make_key
from tests.webapp.server.conftest import Server, answer

WAITING = 100


def test_a_hundred_wait_block_no_page_and_are_answered_by_the_next_event(
    server: Server, installation: Installation
) -> None:
    member, other = found_member(installation), found_member(installation)
    head = "GET /api/v1/events?after=0&wait={} HTTP/1.1\nHost: localhost\nConnection: close"
    # Two keys: one may not call a hundred times a minute and more.
    bearers = [f"\nAuthorization: Bearer {make_key(member)}" for _ in range(2)]
    waiting = [
        server.begin(head.format(25) + bearers[number % 2], source=f"127.0.2.{1 + number % 8}")
        for number in range(WAITING)
    ]
    quiet = server.begin(head.format(1) + f"\nAuthorization: Bearer {make_key(other)}")

    page = server.begin("GET /sign-in HTTP/1.1\nHost: localhost\nConnection: close")
    assert b" 200 OK" in answer(page)
    # It has waited for a second and for nothing: by now the others wait, too.
    assert _items(answer(quiet)) == []
    for connection in waiting:
        connection.setblocking(False)
        try:
            assert connection.recv(1) == b"still nothing"
        except BlockingIOError:
            connection.setblocking(True)
            connection.settimeout(60)
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", datetime.now(UTC))

    for connection in waiting:
        assert [item["envelope_id"] for item in _items(answer(connection))] == [str(envelope_id)]


def _items(said: bytes) -> list[dict[str, str]]:
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK"), said
    found: list[dict[str, str]] = json.loads(body)["items"]
    return found
