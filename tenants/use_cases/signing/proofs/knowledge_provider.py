"""Visits to the provider of questions about a person, as docs/knowledge-provider.md says."""

import json
import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from core.settings.settings import Settings
from core.signing.proofs.providers.knowledge_check import (
    Quiz,
    QuizChoice,
    QuizQuestion,
    QuizResult,
)
from core.signing.refusals import QuizUnavailable
from core.text.printable import cleaned, is_line
from tenants.network import guarded_http
from tenants.network.bulkhead import Bulkhead, Busy
from tenants.network.guarded_http import Answer, Unreachable

QUESTIONS_LIMIT, CHOICES_LIMIT, TEXT_LIMIT = 10, 10, 300
IDENTIFIER = re.compile(r"[A-Za-z0-9._:-]{1,100}")


def host(settings: Settings) -> str:
    return urlsplit(settings.kba_url).hostname or ""


def start(settings: Settings, bulkhead: Bulkhead, quiz_id: UUID, name: str, birthdate: str) -> Quiz:
    """The same id again is the same quiz. Raises QuizUnavailable."""
    person = {"name": name, "birthdate": birthdate}
    answer = _ask(settings, bulkhead, "PUT", f"/quizzes/{quiz_id}", {"person": person})
    if answer.status not in (200, 201):
        raise QuizUnavailable
    try:
        found = json.loads(answer.body)
        questions = tuple(map(_question, found["questions"]))
        quiz = Quiz(questions)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise QuizUnavailable from None
    if not 0 < len(questions) <= QUESTIONS_LIMIT:
        raise QuizUnavailable
    return quiz


def answer(
    settings: Settings, bulkhead: Bulkhead, quiz_id: UUID, answers: dict[str, str]
) -> QuizResult | None:
    """None where this quiz takes no answers any more. Raises QuizUnavailable."""
    place = f"/quizzes/{quiz_id}/answers"
    said = _ask(settings, bulkhead, "POST", place, {"answers": answers})
    if said.status in (404, 409, 410):
        return None
    if said.status != 200:
        raise QuizUnavailable
    try:
        found = json.loads(said.body)
        result, score = found["result"], found["score"]
        transaction = _identifier(found["transaction"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise QuizUnavailable from None
    if result not in ("passed", "failed") or type(score) is not int or not 0 <= score <= 100:
        raise QuizUnavailable
    return QuizResult(transaction, result == "passed", score)


def _ask(
    settings: Settings, bulkhead: Bulkhead, method: str, place: str, body: dict[str, Any]
) -> Answer:
    url = settings.kba_url.rstrip("/") + place
    headers = {"Authorization": f"Bearer {settings.kba_key}"}
    try:
        with bulkhead.waiting(settings.kba_url, Unreachable):
            private = settings.sso_allow_private
            return guarded_http.ask(method, url, headers, None, private, sent_json=body)
    except (Unreachable, Busy):
        raise QuizUnavailable from None


def _question(found: dict[str, Any]) -> QuizQuestion:
    """Raises ValueError, KeyError, TypeError."""
    choices = tuple(QuizChoice(_identifier(c["id"]), _text(c["text"])) for c in found["choices"])
    if not 2 <= len(choices) <= CHOICES_LIMIT:
        raise ValueError
    return QuizQuestion(_identifier(found["id"]), _text(found["text"]), choices)


def _identifier(found: object) -> str:
    if not isinstance(found, str) or not IDENTIFIER.fullmatch(found):
        raise ValueError
    return found


def _text(found: object) -> str:
    if not isinstance(found, str) or len(found) > TEXT_LIMIT:
        raise ValueError
    line = " ".join(cleaned(found).split())
    if not line or not is_line(line):  # half characters, and what turns others around
        raise ValueError
    return line
