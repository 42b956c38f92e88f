"""The admin audit log: read by people, downloaded as a file."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, request, stream_with_context

from core.access import Permission
from core.evidence.audit import Entry
from core.refusals import Invalid
from core.refusals import sentence as marked
from core.text import spreadsheet
from tenants.store.organizations.admin_log_search import LogFilter
from tenants.use_cases.organizations import admin_log
from webapp import current
from webapp.pages.organizations import admin_log_sentences
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("admin_events", __name__)
FIELDS = ("kind", "actor", "first", "last", "words")
HEADINGS = ("number", "time", "type", "what", "before and after", "actor", "hash")


@bp.get("/settings/log")
@member_sessions.required(Permission.READ_ADMIN_LOG)
def index() -> Response:
    typed = {name: request.args.get(name, "").replace("\0", "").strip() for name in FIELDS}
    before, errors = request.args.get("before", type=int), {}
    try:
        wanted = _wanted(typed)
    except Invalid as invalid:
        wanted, errors = LogFilter(), invalid.errors
    with current.transaction() as tx:
        found = admin_log.log(tx, wanted, before)
    return render(
        "organizations/admin_events/index.html",
        status=422 if errors else 200,
        found=found,
        days=admin_log_sentences.by_day([(e, _said(e, found.names)) for e in found.entries]),
        typed=typed,
        asked={name: value for name, value in typed.items() if value},
        errors=errors,
        before=before,
        people=found.people,
    )


@bp.get("/settings/log.csv")
@member_sessions.required(Permission.READ_ADMIN_LOG)
def table() -> Response:
    """For spreadsheets: the same sentences as on the page."""
    return _file(_lines(), "csv", "text/csv")


@bp.get("/settings/log.jsonl")
@member_sessions.required(Permission.READ_ADMIN_LOG)
def chain() -> Response:
    """For auditors: every entry as it was hashed. docs/admin-log.md says how to check it."""
    return _file(_objects(), "jsonl", "application/jsonl")


def _wanted(typed: dict[str, str]) -> LogFilter:
    """Raises Invalid."""
    days, errors = {}, {}
    for name in ("first", "last"):
        try:
            days[name] = _day(typed[name]) if typed[name] else None
        except ValueError:
            errors[name] = marked("Enter a date, such as 2026-03-31.")
    if errors:
        raise Invalid(**errors)
    first, last = days["first"], days["last"]
    return LogFilter(
        types=admin_log_sentences.kind(typed["kind"]),
        actor=typed["actor"],
        first=_begin(first) if first else None,
        last=_begin(last + timedelta(days=1)) if last else None,
        words=typed["words"],
    )


def _day(text: str) -> date:
    """Raises ValueError, also for days that have no day after them or no moment in UTC."""
    day = date.fromisoformat(text)
    if not 1900 <= day.year < 9999:
        raise ValueError(text)
    return day


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(g.get("time_zone") or "UTC"))


def _said(entry: Entry, names: dict[str, str]) -> tuple[str, str]:
    """The sentence, and what a person wrote in their own words."""
    who = {"operator": gettext("An operator"), "sso": gettext("Single sign-on")}
    sentence = admin_log_sentences.sentence(entry, who | names, gettext("Countersign"))
    return sentence, admin_log_sentences.remark(entry, sentence)


def _lines() -> Iterator[str]:
    yield "\ufeff" + spreadsheet.line(HEADINGS)
    for entries, names in _all():
        for entry in entries:
            sentence, words = _said(entry, names)[0], admin_log_sentences.own_words(entry)
            actor = names.get(entry.actor, entry.actor)
            when = entry.at.isoformat()
            yield spreadsheet.line(
                (entry.sequence, when, entry.type, sentence, words, actor, entry.hash)
            )


def _objects() -> Iterator[str]:
    for entries, _ in _all():
        for e in entries:
            personal = {p.name: {"salt": p.salt.hex(), "value": p.value} for p in e.personal}
            line = {"text": e.text, "hash": e.hash, "personal": personal}
            changed = {"unreadable": True} if e.unreadable else {}
            yield json.dumps(line | changed, ensure_ascii=False) + "\n"


def _all() -> Iterator[tuple[tuple[Entry, ...], dict[str, str]]]:
    """In batches, a transaction for each."""
    after = 0
    while True:
        with current.transaction() as tx:
            entries, names = admin_log.batch(tx, after)
        if not entries:
            return
        yield tuple(entries), names
        after = entries[-1].sequence


def _file(lines: Iterator[str], ending: str, media_type: str) -> Response:
    # The first line at once, so that a refusal is answered as one.
    first = next(lines, "")

    def written() -> Iterator[str]:
        yield first
        yield from lines

    response = Response(stream_with_context(written()), mimetype=media_type)
    name = f"{current.member().slug}-audit-log.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
