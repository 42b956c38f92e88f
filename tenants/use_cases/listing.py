"""The envelope list of the portal: boxes by keyset pages, everything else by search."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from core import search
from core.access import Permission
from core.envelope import Status
from core.filters import BOXES, Filters
from core.recipient import RecipientStatus, Role
from core.refusals import NotFound
from tenants.member import Member, MemberTransaction
from tenants.store import details, found, listed
from tenants.store.listed import Key

PAGE = 50
COUNTED = 500  # what is more is not counted, but said to be more
ROWS = """
    select e.id, e.name, e.status, e.status_at, e.version, e.folder_id
    from envelopes e where e.id = any(%s) order by e.status_at desc, e.id desc
"""


@dataclass(frozen=True, slots=True)
class RecipientSummary:
    name: str
    role: Role
    status: RecipientStatus


@dataclass(frozen=True, slots=True)
class TagSummary:
    name: str
    hue: int


@dataclass(frozen=True, slots=True)
class EnvelopeSummary:
    """One row of the list."""

    id: UUID
    name: str
    status: Status
    status_at: datetime
    recipients: tuple[RecipientSummary, ...]
    folder_id: UUID | None = None
    tags: tuple[TagSummary, ...] = ()
    noted: tuple[tuple[str, str], ...] = ()  # custom fields that are to stand in lists


@dataclass(frozen=True, slots=True)
class Keys:
    """What a page consists of, and what its version is made of: read before anything else."""

    rows: Sequence[dict[str, Any]]
    next: str | None
    counts: dict[str, int]
    read_as: dict[str, list[str]] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Changes when the rows do, or the counts."""
        rows = "-".join(f"{row['id'].hex[:8]}.{row['version']}" for row in self.rows)
        return f"{rows}{self.counts}"


@dataclass(frozen=True, slots=True)
class EnvelopeList:
    """
    `next` continues the list; `counts` are by box, up to COUNTED; `version` changes with the rows.

    `read_as`: words that nothing here has, and those that were looked for instead.
    """

    rows: tuple[EnvelopeSummary, ...]
    next: str | None
    counts: dict[str, int]
    version: str
    read_as: dict[str, list[str]] = field(default_factory=dict)


def envelopes(member: Member, filters: Filters, after: str = "") -> EnvelopeList:
    """Those that a member may see, newest first. Raises NotFound for a cursor of nobody's."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return _filled(tx, _keys(tx, filters, after))


def version(member: Member, filters: Filters, after: str = "") -> str:
    """What a waiting page asks for: keys from the index, and how often each row has changed."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return _keys(tx, filters, after).version


def matching(tx: MemberTransaction, filters: Filters, most: int) -> list[UUID]:
    """The ids of up to `most` envelopes that a member sees with these filters."""
    if filters.plain:
        return [key.id for key in listed.keys(tx, filters.box, None, most)]
    understood = found.understand(tx, filters)
    span = search.days(filters.since, filters.until, tx.member.time_zone)
    rows = found.page(tx, filters, understood.wanted, span, None, most) if understood else []
    return [row["id"] for row in rows if row["id"]]


def _keys(tx: MemberTransaction, filters: Filters, after: str) -> Keys:
    counts = {box: listed.count(tx, box, COUNTED + 1) for box in BOXES if box != "all"}
    if filters.plain:
        keys = listed.keys(tx, filters.box, _key(after), PAGE + 1)
        rows = tx.all(ROWS, [key.id for key in keys[:PAGE]]) if keys else []
        return Keys(rows, _cursor(keys[PAGE - 1]) if len(keys) > PAGE else None, counts)
    understood = found.understand(tx, filters)
    if understood is None:
        return Keys((), None, counts)
    span = search.days(filters.since, filters.until, tx.member.time_zone)
    rows = found.page(tx, filters, understood.wanted, span, _number(after), PAGE + 1)
    following = str(rows[PAGE - 1]["number"]) if len(rows) > PAGE else None
    shown = [row for row in rows[:PAGE] if row["id"]]
    return Keys(shown, following, counts, understood.read_as if shown else {})


def _filled(tx: MemberTransaction, keys: Keys) -> EnvelopeList:
    ids = [row["id"] for row in keys.rows]
    recipients, tags = (_recipients(tx, ids), _tags(tx, ids)) if ids else ({}, {})
    noted = details.listed(tx, ids) if ids else {}
    rows = tuple(
        EnvelopeSummary(
            row["id"],
            row["name"],
            Status(row["status"]),
            row["status_at"],
            tuple(recipients.get(row["id"], ())),
            row["folder_id"],
            tuple(tags.get(row["id"], ())),
            tuple(noted.get(row["id"], ())),
        )
        for row in keys.rows
    )
    return EnvelopeList(rows, keys.next, keys.counts, keys.version, keys.read_as)


def _recipients(tx: MemberTransaction, ids: list[UUID]) -> dict[UUID, list[RecipientSummary]]:
    found: dict[UUID, list[RecipientSummary]] = {}
    for row in tx.all(
        "select envelope_id, name, role, status from recipients where envelope_id = any(%s)"
        " order by envelope_id, position",
        ids,
    ):
        summary = RecipientSummary(row["name"], Role(row["role"]), RecipientStatus(row["status"]))
        found.setdefault(row["envelope_id"], []).append(summary)
    return found


def _tags(tx: MemberTransaction, ids: list[UUID]) -> dict[UUID, list[TagSummary]]:
    found: dict[UUID, list[TagSummary]] = {}
    for row in tx.all(
        "select x.envelope_id, t.name, t.hue from envelope_tags x"
        " join tags t on (t.organization_id, t.id) = (x.organization_id, x.tag_id)"
        " where x.envelope_id = any(%s) and t.removed_at is null order by t.name",
        ids,
    ):
        found.setdefault(row["envelope_id"], []).append(TagSummary(row["name"], row["hue"]))
    return found


def _cursor(key: Key) -> str:
    return f"{key.status_at.isoformat()}|{key.id}"


def _key(after: str) -> Key | None:
    if not after:
        return None
    at, _, envelope_id = after.partition("|")
    try:
        return Key(datetime.fromisoformat(at), UUID(envelope_id))
    except ValueError:
        raise NotFound from None


def _number(after: str) -> int | None:
    if not after:
        return None
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise NotFound
    return int(after)
