"""Documents that a program names by their address."""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_creation
from tests.webapp.api.programs import Program, envelope, make_key
from webapp import create_app

PDF = b"%PDF-1.7 that lies elsewhere"


@pytest.fixture(scope="module")
def opened(settings: Settings, installation: Installation) -> Flask:
    """An operator has opened loopback."""
    loopback = replace(settings, outbound_private_networks=(ip_network("127.0.0.0/8"),))
    return create_app(loopback, installation)


@contextmanager
def serving(answer: Callable[[Request], Response]) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, lambda e, s: answer(Request(e))(e, s), threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def asked(url: str) -> dict[str, Any]:
    return envelope(documents=[{"name": "Lease.pdf", "url": url}])


def refused(program: Program, url: str) -> str:
    answer = program.post(asked(url))
    assert answer.status_code == 422, answer.text
    error = answer.json["errors"][0]
    assert (error["pointer"], error["code"]) == ("#/documents/0/url", "not_fetched")
    return str(error["detail"])


def test_a_document_is_fetched_once_whatever_lies_there_later(
    opened: Flask, member: Member
) -> None:
    program, times = Program(opened, make_key(member)), []

    def answer(request: Request) -> Response:
        times.append(request.path)
        return Response(PDF if len(times) == 1 else b"something else")

    with serving(answer) as place:
        made = program.post(asked(f"{place}/lease.pdf?v=1"), key="one")
        again = program.post(asked(f"{place}/lease.pdf?v=1"), key="one")
        other = program.post(asked(f"{place}/lease.pdf?v=2"), key="one")

    assert made.status_code == 201, made.text
    assert made.json["documents"][0]["status"] == "processing"
    assert again.json["id"] == made.json["id"] and times == ["/lease.pdf"]
    assert other.json["code"] == "idempotency_key_reused"


def test_what_is_no_file_is_named(opened: Flask, member: Member) -> None:
    program = Program(opened, make_key(member))

    with serving(lambda _: Response(status=302, headers={"Location": "/x"})) as place:
        assert "302" in refused(program, place)
    with serving(lambda _: Response(b"")) as place:
        assert program.post(asked(place)).json["code"] == "empty_file"
    assert "No one answers" in refused(program, place)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "2130706433", "0x7f.1",
     "[::ffff:127.0.0.1]", "017700000001"],
)  # fmt: skip
def test_nothing_private_is_fetched(app: Flask, member: Member, host: str) -> None:
    program = Program(app, make_key(member))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        port = listening.getsockname()[1]

        for scheme in ("https", "http"):
            assert refused(program, f"{scheme}://{host}:{port}/lease.pdf")
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_file_that_is_too_large_is_not_taken(
    opened: Flask, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["webapp.api.v1.envelopes.url_documents"], "BYTES_LIMIT", 1_000)
    monkeypatch.setattr(envelope_creation, "BYTES_LIMIT", 1_000)
    program = Program(opened, make_key(member))

    with serving(lambda _: Response(b"%PDF" + bytes(2_000_000))) as place:
        answer = program.post(asked(place))

    assert answer.json["code"] == "file_too_large", answer.text
