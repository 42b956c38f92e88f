"""A test SMS through a gateway that answers on this machine."""

import base64
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs
from uuid import uuid4

import pytest

from actors.delivery import sms
from actors.operator import try_sms
from core.principal import SYSTEM
from core.refusals import Invalid
from core.settings.settings import Settings
from tenants import leased_job
from tenants.installation import Installation
from tenants.use_cases.operator import mail_tests
from tests.ports import free_port
from tests.tenants import operators
from tests.tenants.opening import run

NOW = datetime.now(UTC)
PHONE = "+491511234567"


@dataclass
class Gateway:
    """What it answers, and what it was sent."""

    code: int = 201
    words: bytes = b'{"status": "queued"}'
    drips: bool = False
    forms: list[dict[str, list[str]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    def url(self) -> str:
        return f"http://account:pass%40word@127.0.0.1:{self.port}/Messages.json?region=one"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            made.forms.append(parse_qs(self.rfile.read(length).decode()) | {"at": [self.path]})
            made.headers.append(dict(self.headers))
            self.send_response(made.code)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            with suppress(ConnectionError):  # whoever has read enough hangs up
                for piece in [b"."] * 400 if made.drips else [made.words]:
                    self.wfile.write(piece)
                    time.sleep(0.05 if made.drips else 0)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    server.shutdown()


@pytest.fixture
def told(settings: Settings, gateway: Gateway) -> Settings:
    return replace(settings, sms_url=gateway.url(), sms_from="Countersign")


def test_the_gateway_gets_number_sender_and_words_and_its_answer_is_kept(
    told: Settings, gateway: Gateway
) -> None:
    answer = try_sms.send(told, PHONE, "seven")

    (form,), (headers,) = gateway.forms, gateway.headers
    assert (answer.step, answer.delivered, answer.code) == ("message", True, 201)
    assert answer.text == '{"status": "queued"}'
    assert form["To"] == [PHONE] and form["From"] == ["Countersign"]
    assert form["Body"] == [try_sms.TEXT] and form["at"] == ["/Messages.json?region=one"]
    assert base64.b64decode(headers["Authorization"].split()[1]) == b"account:pass@word"
    assert headers["Idempotency-Key"] == "seven"


@pytest.mark.parametrize(
    ("code", "step"), [(401, "login"), (403, "login"), (400, "message"), (500, "message")]
)
def test_what_it_refuses_is_told_with_code_and_words(
    told: Settings, gateway: Gateway, code: int, step: str
) -> None:
    gateway.code, gateway.words = code, b"no\x00 such \xff number"

    answer = try_sms.send(told, PHONE, "1")

    assert (answer.step, answer.delivered, answer.code) == (step, False, code)
    assert answer.text == "no  such \ufffd number"


def test_it_is_not_followed_elsewhere(told: Settings, gateway: Gateway) -> None:
    gateway.code = 302

    answer = try_sms.send(told, PHONE, "1")

    assert (answer.delivered, answer.code) == (False, 302)
    assert len(gateway.forms) == 1


def test_an_endless_answer_is_cut_off(told: Settings, gateway: Gateway) -> None:
    gateway.words = b"x" * 10_000_000

    assert len(try_sms.send(told, PHONE, "1").text) == sms.ENOUGH


def test_a_slow_answer_is_not_waited_for(
    told: Settings, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms, "PATIENCE", 0.3)
    gateway.drips = True

    answer = try_sms.send(told, PHONE, "1")

    assert answer.code == 201
    assert 0 < len(answer.text) < 400


def test_a_gateway_that_is_away_is_told_without_its_secrets(settings: Settings) -> None:
    url = f"http://account:fifth-secret@127.0.0.1:{free_port()}/"

    answer = try_sms.send(replace(settings, sms_url=url, sms_from="7"), PHONE, "1")

    assert (answer.step, answer.delivered, answer.code) == ("connect", False, 0)
    assert answer.text == "ConnectError"


def test_an_operator_reads_what_the_gateway_said(
    installation: Installation, services: dict[str, str], gateway: Gateway
) -> None:
    told = replace(installation.settings, sms_url=gateway.url(), sms_from="Countersign")
    operator = operators.enrolled(installation, operators.add(services["DATABASE_OWNER_URL"]))
    test_id = uuid4()
    run(operator, mail_tests.begin_sms, test_id, "+49 151 1234567", NOW)
    run(operator, mail_tests.begin_sms, test_id, "+49 151 1234567", NOW)
    with installation.platform.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select id from outbox where kind = 'try_sms' and arguments ->> 'test_id' = %s",
            str(test_id),
        )
    elsewhere = Installation(told)
    job = leased_job.lease(elsewhere.platform, row["id"])
    assert job is not None

    try_sms.try_sms(job)

    after = run(operator, mail_tests.result, test_id)
    assert (after.channel, after.address, after.delivered) == ("sms", PHONE, True)
    assert leased_job.lease(elsewhere.platform, row["id"]) is None
    assert len(gateway.forms) == 1
    elsewhere.close()


def test_what_is_no_phone_number_is_refused(
    installation: Installation, services: dict[str, str]
) -> None:
    operator = operators.enrolled(installation, operators.add(services["DATABASE_OWNER_URL"]))
    for typed in ("", "0151 1234567", "+49 151 1234567\r\nX", "+49 nobody"):
        with pytest.raises(Invalid):
            run(operator, mail_tests.begin_sms, uuid4(), typed, NOW)
