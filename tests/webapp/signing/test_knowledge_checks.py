"""A recipient whom a provider asks about themselves, with a strict provider on loopback."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from core.envelopes.envelope import Envelope
from core.refusals import Invalid
from core.signing.proofs import registry
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants.use_cases.signing.test_identity_proofs import asking
from tests.webapp.visitors import Signer

KEY = "kba-key-1"
TEXTS = {"q1": "In which of these streets did you live?", "q2": "Which car did you own?"}
CHOICES = [{"id": "a", "text": "Elm Street or a Saab"}, {"id": "none", "text": "None of these"}]
RIGHT = {"answer-q1": "a", "answer-q2": "none"}


class Service:
    """
    Takes what docs/knowledge-provider.md says and nothing else; `status` makes it fail, `said` is
    what it answers in the place of questions.
    """

    def __init__(self) -> None:
        self.server = make_server("127.0.0.1", 0, self.application, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.port}/kba"
        self.open: set[str] = set()
        self.people: list[dict[str, Any]] = []
        self.status, self.questions = 201, 2
        self.said = ""  # in the place of questions
        self.thread = Thread(target=self.server.serve_forever, args=(0.02,))

    @Request.application
    def application(self, request: Request) -> Response:
        assert request.headers["Authorization"] == f"Bearer {KEY}"
        assert request.headers["Content-Type"] == "application/json"
        body, parts = json.loads(request.get_data()), request.path.split("/")
        assert parts[:3] == ["", "kba", "quizzes"] and str(UUID(parts[3])) == parts[3]
        if self.status >= 400:
            return Response(status=self.status)
        if (request.method, len(parts)) == ("PUT", 4):
            return self.start(parts[3], body)
        assert (request.method, parts[4:]) == ("POST", ["answers"])
        return self.judge(parts[3], body)

    def start(self, id: str, body: dict[str, Any]) -> Response:
        assert list(body) == ["person"] and list(body["person"]) == ["name", "birthdate"]
        self.people.append(body["person"])
        self.open.add(id)
        asked = [{"id": q, "text": TEXTS[q], "choices": CHOICES} for q in TEXTS]
        answer = {"questions": asked[: self.questions]}
        return Response(self.said or json.dumps(answer), 201, mimetype="application/json")

    def judge(self, id: str, body: dict[str, Any]) -> Response:
        if id not in self.open:
            return Response(status=409)
        self.open.remove(id)
        right = body == {"answers": {"q1": "a", "q2": "none"}}
        said = {"transaction": "kba-81f2", "result": "passed" if right else "failed"}
        return Response(json.dumps(said | {"score": 100 if right else 50}), 200)


@pytest.fixture
def service(installation: Installation) -> Iterator[Service]:
    before, running = installation.settings, Service()
    running.thread.start()
    installation.settings = replace(
        before, kba_url=running.url, kba_key=KEY, sso_allow_private=True
    )
    yield running
    installation.settings = before
    running.server.shutdown()
    running.thread.join()


def sent(member: Member) -> Envelope:
    now = datetime.now(UTC)
    return asking(member, ["knowledge_check"], now=now, birthdate="1984-03-29")


def start(signer: Signer) -> str:
    return signer.post(f"{signer.page}/proofs/knowledge_check/quiz").text


def answer(signer: Signer, **answers: str) -> tuple[int, str]:
    said = signer.post(f"{signer.page}/proofs/knowledge_check", {**RIGHT, **answers})
    return said.status_code, said.text


def written(member: Member, envelope: Envelope) -> str:
    with member.organization.transaction(member.principal) as tx:
        trail = str([(e.data, e.personal) for e in tx.audit.of(envelope.id)])
        return trail + str(tx.rows.all("select t::text from proof_states t"))


def test_who_answers_is_let_in_and_neither_questions_nor_answers_are_kept(
    app: Flask, member: Member, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    envelope = sent(member)
    signer = Signer(app, member, envelope, 0)
    first = signer.open().text

    asked = start(signer)
    status, _ = answer(signer)

    assert "An identity service asks you a few questions." in first
    assert TEXTS["q1"] in asked and "None of these" in asked
    assert status == 303 and "Agree and continue" in signer.get(signer.page).text
    assert service.people == [{"name": "Anna Lind", "birthdate": "1984-03-29"}]
    with member.organization.transaction(member.principal) as tx:
        (stated,) = registry.stated(tx.audit.of(envelope.id), envelope.recipients[0].id)
    assert stated.endswith("asked by 127.0.0.1 (score 100 of 100)")
    kept = written(member, envelope)
    assert "kba-81f2" in kept
    for secret in (TEXTS["q1"], "Elm Street", "'none'", KEY):
        assert secret not in kept and secret not in caplog.text


def test_wrong_answers_are_counted_and_the_fifth_time_locks(
    app: Flask, member: Member, service: Service
) -> None:
    signer = Signer(app, member, sent(member), 0)
    signer.open()
    said = []
    for _ in range(5):
        start(signer)
        said.append(answer(signer, **{"answer-q1": "none"}))

    assert [status for status, _ in said] == [422, 422, 422, 422, 409]
    assert "You can try 4 more times." in said[0][1]
    assert "Too many wrong tries" in said[4][1]


def test_a_quiz_is_answered_once_and_not_without_being_started(
    app: Flask, member: Member, service: Service
) -> None:
    signer = Signer(app, member, sent(member), 0)
    signer.open()

    unasked = answer(signer)
    start(signer)
    service.open.clear()
    late = answer(signer)

    for status, text in (unasked, late):
        assert status == 422 and "The time for these questions is over." in text


@pytest.mark.parametrize("fault", ["down", "error", "empty"])
def test_a_service_that_is_away_costs_no_try(
    app: Flask, member: Member, service: Service, fault: str
) -> None:
    signer = Signer(app, member, sent(member), 0)
    signer.open()
    match fault:
        case "down":
            away = replace(member.organization.installation.settings, kba_url="http://127.0.0.1:9")
            member.organization.installation.settings = away
        case "error":
            service.status = 500
        case "empty":
            service.questions = 0

    said = start(signer)

    assert "cannot ask its questions just now" in said and "This does not count as a try." in said
    with member.organization.transaction(member.principal) as tx:
        states = tx.proof_states.of(signer.recipient.id)
    assert states["knowledge_check"].failed == 0


def test_without_a_service_it_cannot_be_asked(member: Member) -> None:
    with pytest.raises(Invalid) as wrong:
        sent(member)

    assert "no service that asks about people" in wrong.value.errors["proofs"]


def questions(text: str, choice_id: object = "a") -> str:
    choices = [{"id": choice_id, "text": "One"}, CHOICES[1]]
    return json.dumps({"questions": [{"id": "q1", "text": text, "choices": choices}]})


@pytest.mark.parametrize(
    "said",
    [
        "[" * 200_000,
        "{}",
        "[]",
        "null",
        '{"questions": []}',
        '{"questions": "q1"}',
        questions("\ud800"),
        questions("Your name?\0"),
        questions("\u202eYour name?"),
        questions("x" * 301),
        questions("Your name?", '"><script>'),
        questions("Your name?", 1),
        " " * 1_100_000 + questions("Your name?"),
    ],
)
def test_a_service_that_says_what_it_may_not_is_as_one_that_is_away(
    app: Flask, member: Member, service: Service, said: str
) -> None:
    service.said = said
    signer = Signer(app, member, sent(member), 0)
    signer.open()

    answered = signer.post(f"{signer.page}/proofs/knowledge_check/quiz")

    assert answered.status_code == 503 and "<script>" not in answered.text.replace("<script ", "")
