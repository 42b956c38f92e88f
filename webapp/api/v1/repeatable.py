"""
What every changing route of the API goes through: a request that is sent again with its
Idempotency-Key gets the first answer, which is kept in the transaction of its effect.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, make_response, request

from core.api.refusals import AnswerErased, IdempotencyKeyInUse, IdempotencyKeyReused
from core.refusals import Problem
from tenants.committing import Committing
from tenants.files import incoming_file
from tenants.installation import Organization
from tenants.transaction import Transaction
from tenants.use_cases.api import idempotency
from tenants.use_cases.api.idempotency import KeptAnswer, RepeatableRequest
from webapp import current
from webapp.api.v1 import idempotency_header
from webapp.http import errors

# What is answered the next time, too. Who is asked to come back, to say who they are or to read
# again first, may do so with the same key.
HEADERS = ("Content-Type", "Location", "ETag")
PASSING = frozenset({401, 403, 412, 429})
ABOUT_THE_KEY = (AnswerErased, IdempotencyKeyInUse, IdempotencyKeyReused)
Made = TypeVar("Made")


class AnsweredBefore(Exception):
    """The request was sent before; nothing is done."""

    def __init__(self, answer: KeptAnswer) -> None:
        super().__init__()
        self.answer = answer


def once(
    effect: Callable[[Transaction], Response], before: Callable[[], object] | None = None
) -> Response:
    """
    What `effect` answers, in one transaction with what it does.

    `before` is done with no transaction open, and not for a request that was answered already:
    `sending.count`, for instance.
    """

    def act(opener: "Answering") -> None:
        if before is not None:
            before()
        opener.commit(effect)

    return _answered(Answering(_asked(), lambda _, answer: answer), act, look=before is not None)


def once_opened(
    act: Callable[["Answering"], object],
    answer: Callable[[Transaction, Any], Response],
    check: Callable[[Transaction], None] = lambda _: None,
) -> Response:
    """
    The same of what takes several transactions with slow work between them.

    `act` is given who opens them, and has its effect by `commit`: it calls a function of
    tenants/openers, or is one. `answer` is asked in the transaction of the effect, of what it made;
    `check` before, as `check_match` is.
    """
    return _answered(Answering(_asked(), answer, check), act, look=True)


@dataclass
class Answering(Committing):
    """The one who sent this request, who is answered in the transaction of the effect."""

    asked: RepeatableRequest | None
    answer: Callable[[Transaction, Any], Response]
    check: Callable[[Transaction], None] = lambda _: None
    response: Response | None = None
    _acting: current.Acting = field(default_factory=current.acting)

    @property
    def organization(self) -> Organization:
        return self._acting.organization

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with self._acting.transaction() as tx:
            yield tx

    def commit(self, act: Callable[[Transaction], Made]) -> Made:
        """Raises AnsweredBefore, IdempotencyKeyReused, IdempotencyKeyInUse, AnswerErased."""
        with self.transaction() as tx:
            _claim(tx, self.asked)
            self.check(tx)
            made = act(tx)
            response = self.answer(tx, made)
            _keep(tx, self.asked, response)
        self.response = response
        return made


def _answered(opener: Answering, act: Callable[[Answering], object], look: bool) -> Response:
    try:
        if look and opener.asked:
            with opener.transaction() as tx:
                if first := idempotency.earlier(tx, opener.asked, current.now()):
                    raise AnsweredBefore(first)
        act(opener)
    except AnsweredBefore as before:
        return _again(before.answer)
    except Problem as problem:
        if opener.response is None:
            return _refused(opener, problem)
    if opener.response is None:
        raise TypeError("the effect of a request goes through commit()")
    return opener.response


def _refused(opener: Answering, problem: Problem) -> Response:
    """A refusal is an answer as well. What was begun before it is undone."""
    passing = problem.status >= 500 or problem.status in PASSING
    if opener.asked is None or passing or isinstance(problem, ABOUT_THE_KEY):
        raise problem
    response = errors.answer(problem)
    try:
        with opener.transaction() as tx:
            _claim(tx, opener.asked)
            _keep(tx, opener.asked, response)
    except AnsweredBefore as before:
        return _again(before.answer)
    return response


def _claim(tx: Transaction, asked: RepeatableRequest | None) -> None:
    if asked and (first := idempotency.claim(tx, asked, current.now())):
        raise AnsweredBefore(first)


def _keep(tx: Transaction, asked: RepeatableRequest | None, response: Response) -> None:
    if asked is None:
        return
    headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
    answer = KeptAnswer(response.status_code, headers, response.get_data())
    idempotency.keep(tx, asked, answer, _subject(response), current.now())


def _again(first: KeptAnswer) -> Response:
    response = make_response(first.body, first.status)
    response.headers.update(first.headers)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _asked() -> RepeatableRequest | None:
    """
    The request by its key and by what it says; None without a key.

    Parts of a form have new boundaries each time: what counts is what they say.
    """
    key = idempotency_header.given()
    if key is None:
        return None
    parts = request.context  # type: ignore[attr-defined]
    body = parts.json or parts.form
    said = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    if body:  # without the files among the parts of a form, which follow
        members = set(type(body).model_fields)
        said.update(body.model_dump_json(include=members, fallback=lambda _: "").encode())
    for name, part in sorted(request.files.items(multi=True), key=lambda each: each[0]):
        said.update(f"\n{name} {part.filename} {incoming_file.of(part.stream).sha256}".encode())
    return RepeatableRequest(key, said.digest())


def _subject(response: Response) -> UUID | None:
    """What the answer tells of: the envelope of the address, or what was made."""
    given = request.view_args or {}
    if "envelope_id" in given:
        return UUID(str(given["envelope_id"]))
    for text in (*response.headers.get("Location", "").split("/"), *given.values()):
        with suppress(ValueError):
            return UUID(str(text))
    return None
