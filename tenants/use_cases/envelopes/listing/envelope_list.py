"""The envelope list of the portal: boxes by keyset pages, everything else by search."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import Permission
from core.envelopes import search
from core.envelopes.envelope import Status
from core.envelopes.filters import BOXES, Filters
from core.envelopes.recipient import RecipientStatus
from core.envelopes.roles import registry as roles
from core.envelopes.roles.role import Role
from core.refusals import NotFound
from tenants.member import Member, MemberTransaction
from tenants.store.envelopes import list_pages, search_queries
from tenants.store.envelopes.list_pages import Key
from tenants.use_cases.envelopes.listing import saved_views
from tenants.use_cases.envelopes.listing.saved_views import Shelf

PAGE = 50
COUNTED = 500  # what is more is not counted, but said to be more
ROWS = """
    select e.id, e.name, e.status, e.status_at, e.version, e.folder_id
    from envelopes e where e.id = any(%s) order by e.status_at desc, e.id desc
"""

# For the rows of one page: recipients, tags, and custom fields that are to stand in lists.
PARTS = """
    select e.id, (
        select json_agg(json_build_array(r.name, r.role, r.status,
            case when r.box = 'sent' and r.status in ('sent', 'delivered')
                and r.folded_email = lower(%s) then r.id end) order by r.position)
        from recipients r where r.envelope_id = e.id
    ) as recipients, (
        select json_agg(json_build_array(t.name, t.hue) order by t.name)
        from envelope_tags x join tags t
            on (t.organization_id, t.id) = (x.organization_id, x.tag_id)
        where x.envelope_id = e.id and t.removed_at is null
    ) as tags, (
        select json_agg(json_build_array(f.name, v.value) order by f.created_at, f.id)
        from envelope_values v join custom_fields f
            on (f.organization_id, f.id) = (v.organization_id, v.field_id)
        where v.envelope_id = e.id and f.listed and f.removed_at is null
    ) as noted
    from unnest(%s::uuid[]) as e (id)
"""


@dataclass(frozen=True, slots=True)
class RecipientSummary:
    name: str
    role: Role
    status: RecipientStatus
    # Of whoever looks at the list and is asked to act now: for the button that lets them.
    mine: UUID | None = None


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


def page(member: Member, filters: Filters, after: str = "") -> tuple[EnvelopeList, Shelf]:
    """The list with what stands beside it. Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return _filled(tx, _keys(tx, filters, after)), saved_views.beside(tx)


def version(member: Member, filters: Filters, after: str = "") -> str:
    """What a waiting page asks for: keys from the index, and how often each row has changed."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return _keys(tx, filters, after).version


def matching(tx: MemberTransaction, filters: Filters, most: int) -> list[UUID]:
    """The ids of up to `most` envelopes that a member sees with these filters."""
    if filters.plain:
        return [key.id for key in list_pages.keys(tx, filters.box, None, most)]
    understood = search_queries.understand(tx, filters)
    span = search.days(filters.since, filters.until, tx.member.time_zone)
    rows = (
        search_queries.page(tx, filters, understood.wanted, span, None, most) if understood else []
    )
    return [row["id"] for row in rows if row["id"]]


def _keys(tx: MemberTransaction, filters: Filters, after: str) -> Keys:
    counts = list_pages.counts(tx, [box for box in BOXES if box != "all"], COUNTED + 1)
    if filters.plain:
        keys = list_pages.keys(tx, filters.box, _key(after), PAGE + 1)
        rows = tx.all(ROWS, [key.id for key in keys[:PAGE]]) if keys else []
        return Keys(rows, _cursor(keys[PAGE - 1]) if len(keys) > PAGE else None, counts)
    understood = search_queries.understand(tx, filters)
    if understood is None:
        return Keys((), None, counts)
    span = search.days(filters.since, filters.until, tx.member.time_zone)
    rows = search_queries.page(tx, filters, understood.wanted, span, _number(after), PAGE + 1)
    following = str(rows[PAGE - 1]["number"]) if len(rows) > PAGE else None
    shown = [row for row in rows[:PAGE] if row["id"]]
    return Keys(shown, following, counts, understood.read_as if shown else {})


def _filled(tx: MemberTransaction, keys: Keys) -> EnvelopeList:
    ids = [row["id"] for row in keys.rows]
    parts = {row["id"]: row for row in tx.all(PARTS, tx.member.email, ids)} if ids else {}
    rows = tuple(_summary(row, parts[row["id"]]) for row in keys.rows)
    return EnvelopeList(rows, keys.next, keys.counts, keys.version, keys.read_as)


def _summary(row: dict[str, Any], parts: dict[str, Any]) -> EnvelopeSummary:
    return EnvelopeSummary(
        row["id"],
        row["name"],
        Status(row["status"]),
        row["status_at"],
        tuple(
            RecipientSummary(
                name, roles.named(role), RecipientStatus(status), UUID(mine) if mine else None
            )
            for name, role, status, mine in parts["recipients"] or ()
        ),
        row["folder_id"],
        tuple(TagSummary(name, hue) for name, hue in parts["tags"] or ()),
        tuple((name, value) for name, value in parts["noted"] or ()),
    )


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
