"""The admin audit log: what was changed, and who read what they did not send."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import Permission
from core.evidence.audit import Entry
from tenants.member import Member
from tenants.organization import Transaction

PAGE = 50
CHECKED = 1_000
# How far one search looks back: what is older is a page further on.
LOOKED_THROUGH = 10_000
BATCH = 500
COLUMNS = "sequence, id, type, at, text, hash"
LAST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of these types (empty: all), by an actor, between two moments, with words."""

    types: tuple[str, ...] = ()
    actor: str = ""
    first: datetime | None = None
    last: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """
    The latest first; `next` is where older ones go on.

    `names` has people as "person:<id>" and teams as "team:<id>"; `envelopes` those that this
    member may know of; `people` all who are or were members, by whom entries can be asked for.
    `checked` entries at the end of the chain were verified, `intact` or not.
    """

    entries: tuple[Entry, ...]
    next: int | None
    names: dict[str, str]
    envelopes: dict[str, str]
    people: dict[str, str]
    checked: int
    intact: bool


def log(member: Member, wanted: Wanted, before: int | None = None) -> Log:
    """The entries before the one of number `before`, or the last."""
    with member.transaction(Permission.READ_ADMIN_LOG) as tx:
        upper = min(before or LAST, tx.admin_log.head().sequence + 1)
        lower = max(0, upper - LOOKED_THROUGH) if wanted.words else 0
        rows = _rows(tx, wanted, lower, upper)
        entries = tx.admin_log.entries(rows[:PAGE])
        checked, intact = tx.admin_log.is_intact(CHECKED)
        more = rows[PAGE - 1]["sequence"] if len(rows) > PAGE else lower
        return Log(
            entries,
            next=more if more > 1 else None,
            names=_names(tx, entries),
            envelopes=_envelopes(tx, entries),
            people=_people(tx),
            checked=checked,
            intact=intact,
        )


def export(member: Member) -> Iterator[tuple[Sequence[Entry], dict[str, str]]]:
    """All entries in their order, in batches with the names in them, a transaction for each."""
    after = 0
    while True:
        with member.transaction(Permission.READ_ADMIN_LOG) as tx:
            rows = tx.all(
                f"select {COLUMNS} from admin_events where sequence > %s"  # noqa: S608 - our own words
                " order by sequence limit %s",
                *(after, BATCH),
            )
            entries = tx.admin_log.entries(rows)
            names = _names(tx, entries)
        if not entries:
            return
        yield entries, names
        after = entries[-1].sequence


def _rows(tx: Transaction, wanted: Wanted, lower: int, upper: int) -> list[dict[str, Any]]:
    where, arguments = _condition(wanted)
    words = _words(wanted)
    if words:
        found = f"select sequence from admin_events where sequence >= %s and sequence < %s{where}"  # noqa: S608 - our own words
        said = tx.admin_log.values.where(f"v.sequence in ({found})", lower, upper, *arguments)
        where += " and sequence = any(%s)"
        arguments.append([each.sequence for each in said if each.says(*words)])
    return tx.all(
        f"select {COLUMNS} from admin_events where sequence >= %s and sequence < %s{where}"  # noqa: S608 - our own words
        " order by sequence desc limit %s",
        *(lower, upper, *arguments, PAGE + 1),
    )


def _condition(wanted: Wanted) -> tuple[str, list[object]]:
    parts: list[tuple[str, object]] = []
    if wanted.types:
        parts.append(("type = any(%s)", list(wanted.types)))
    if wanted.actor:
        parts.append(("actor = %s", wanted.actor))
    if wanted.first:
        parts.append(("at >= %s", wanted.first))
    if wanted.last:
        parts.append(("at < %s", wanted.last))
    return "".join(f" and {text}" for text, _ in parts), [value for _, value in parts]


def _words(wanted: Wanted) -> list[str]:
    return wanted.words.casefold().split()[:5]


def _names(tx: Transaction, entries: Sequence[Entry]) -> dict[str, str]:
    said = [entry.data for entry in entries]
    people = {e.actor.removeprefix("person:") for e in entries if e.actor.startswith("person:")}
    people |= {str(d[n]) for d in said for n in ("person_id", "old_id", "new_id") if d.get(n)}
    teams = {str(d["team_id"]) for d in said if d.get("team_id")}
    rows = tx.all(
        "select 'person:' || id as key, name from known_people where id = any(%s)"
        " union all select 'team:' || id, name from teams where id = any(%s)",
        *([UUID(id) for id in people], [UUID(id) for id in teams]),
    )
    return {row["key"]: row["name"] for row in rows}


def _people(tx: Transaction) -> dict[str, str]:
    rows = tx.all("select id, name from known_people order by name, id")
    return {f"person:{row['id']}": row["name"] for row in rows}


def _envelopes(tx: Transaction, entries: Sequence[Entry]) -> dict[str, str]:
    ids = {UUID(e.data["envelope_id"]) for e in entries if e.data.get("envelope_id")}
    rows = tx.all("select id, name from envelopes where id = any(%s)", list(ids))
    return {str(row["id"]): row["name"] for row in rows}
