"""What is wrong with countersign.json: each value by itself, then what they are together."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from core.exchange.refusals import ExchangeInvalid, ExchangeVersionUnknown, NotAnExchange
from tenants.exchange.archive_models import FORMAT, ITEMS_LIMIT, VERSION, Exchange
from tenants.exchange.draft_models import ExchangedDraft

Place = tuple[str | int, ...]
Problem = dict[str, str]


class _Duplicate(ValueError):
    """A member stands twice: readers would not agree on which of them counts."""


def read(data: bytes) -> Exchange:
    """
    Raises NotAnExchange, ExchangeVersionUnknown, ExchangeInvalid with all that is wrong.
    """
    try:
        plain = json.loads(data.decode(), object_pairs_hook=_once)
    except _Duplicate as twice:
        raise ExchangeInvalid([problem((), f"“{twice}” stands twice in one object.")]) from None
    except (ValueError, RecursionError):
        raise NotAnExchange from None
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise NotAnExchange
    if plain.get("version") != VERSION:
        raise ExchangeVersionUnknown
    try:
        found = Exchange.model_validate_json(data)
    except ValidationError as error:
        wrong = [_told(each) for each in error.errors(include_input=False, include_url=False)]
        raise ExchangeInvalid(wrong) from None
    if wrong := list(together(found)):
        raise ExchangeInvalid(wrong)
    return found


def together(exchange: Exchange) -> Iterator[Problem]:
    """What no value says by itself: numbers and names that stand for something else."""
    count = len(exchange.templates) + len(exchange.envelopes) + len(exchange.archived_records)
    if count > ITEMS_LIMIT:
        yield problem((), f"An archive holds up to {ITEMS_LIMIT} templates, envelopes and records.")
    listed = [file.path for file in exchange.files]
    for n, path in enumerate(listed):
        if path in listed[:n]:
            yield problem(("files", n, "path"), "This file is in the list twice.")
    known, used = set(listed), set()
    for place, path in named_files(exchange):
        used.add(path)
        if path not in known:
            yield problem(place, "This file is not in “files”.")
    for n, path in enumerate(listed):
        if path not in used:
            yield problem(("files", n, "path"), "Nothing in this archive names this file.")
    for place, draft in drafts(exchange):
        yield from _numbers(place, draft)


def drafts(exchange: Exchange) -> Iterator[tuple[Place, ExchangedDraft]]:
    """Templates and envelopes, with where each stands."""
    for n, template in enumerate(exchange.templates):
        yield ("templates", n), template
    for n, envelope in enumerate(exchange.envelopes):
        yield ("envelopes", n), envelope


def named_files(exchange: Exchange) -> Iterator[tuple[Place, str]]:
    for place, draft in drafts(exchange):
        for n, document in enumerate(draft.documents):
            yield (*place, "documents", n, "file"), document.file
    for n, envelope in enumerate(exchange.envelopes):
        for m, file in enumerate(envelope.record.files if envelope.record else ()):
            yield ("envelopes", n, "record", "files", m, "file"), file.file
    for n, record in enumerate(exchange.archived_records):
        for m, file in enumerate(record.files):
            yield ("archived_records", n, "files", m, "file"), file.file


def problem(place: Place, detail: str, code: str = "value_error") -> Problem:
    pointer = "".join("/" + str(p).replace("~", "~0").replace("/", "~1") for p in place)
    return {"pointer": f"#{pointer}", "code": code, "detail": detail}


def _numbers(place: Place, draft: ExchangedDraft) -> Iterator[Problem]:
    people, documents = len(draft.recipients), len(draft.documents)
    for n, document in enumerate(draft.documents):
        for m, number in enumerate(document.hidden_from):
            if number > people:
                where = (*place, "documents", n, "hidden_from", m)
                yield problem(where, "There is no recipient of this number.")
    for n, field in enumerate(draft.fields):
        if field.document > documents:
            yield problem((*place, "fields", n, "document"), "There is no document of this number.")
        for m, number in enumerate(field.recipients):
            if number > people:
                where = (*place, "fields", n, "recipients", m)
                yield problem(where, "There is no recipient of this number.")


def _told(error: Any) -> Problem:
    detail = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        detail = f"“{error['loc'][-1]}” is not known here."
    return problem(tuple(error["loc"]), detail, str(error["type"]))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Duplicate(name)
        found[name] = value
    return found
