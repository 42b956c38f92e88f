"""The envelope list of the portal: boxes by keyset pages, everything else by search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import Permission, Standing
from core.envelopes.envelope import Envelope, Status, shown_status
from core.envelopes.listing import bulk_action, search
from core.envelopes.listing.bulk_action import BulkKind
from core.envelopes.listing.filters import BOXES, Filters
from core.envelopes.recipient import RecipientStatus
from core.envelopes.roles import registry as roles
from core.envelopes.roles.role import Role
from core.refusals import NotFound
from tenants.store.envelopes.list_pages import ListKey, Viewer
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.listing import saved_views
from tenants.use_cases.envelopes.listing.saved_views import ListSidebar

PAGE = 50
COUNTED = 500  # what is more is not counted, but said to be more


# How far the members of a group have come: what the furthest has done counts for all.
FURTHEST = (
    *(RecipientStatus.REASSIGNED, RecipientStatus.SKIPPED, RecipientStatus.DECLINED),
    *(RecipientStatus.CREATED, RecipientStatus.SENT, RecipientStatus.DELIVERED),
    RecipientStatus.COMPLETED,
)


@dataclass(frozen=True, slots=True)
class RecipientSummary:
    name: str
    role: Role
    status: RecipientStatus
    # The recipient that the member is, if they are asked to act now: for the button.
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
    shown_status: str
    recipients: tuple[RecipientSummary, ...]
    sender_id: UUID
    created_at: datetime
    sent_at: datetime | None
    expires_at: datetime | None
    version: int
    template_id: UUID | None = None
    bulk_send_id: UUID | None = None
    folder_id: UUID | None = None
    tags: tuple[TagSummary, ...] = ()
    noted: tuple[tuple[str, str], ...] = ()  # custom fields that are to stand in lists
    acts: tuple[BulkKind, ...] = ()  # what can be done with it together with others


@dataclass(frozen=True, slots=True)
class ListKeys:
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


@dataclass(frozen=True, slots=True)
class NotedValue:
    """`where` is the id of a custom field, or the name of an entry: "" for the external id."""

    where: UUID | str
    value: str


@dataclass(frozen=True, slots=True)
class ListedEnvelopes:
    """`next` continues the list. `whole`: the envelopes with all their parts, by id."""

    rows: tuple[EnvelopeSummary, ...]
    next: str | None
    whole: Mapping[UUID, Envelope]


def envelopes(tx: Transaction, filters: Filters, after: str = "") -> EnvelopeList:
    """Those that a member may see, newest first. Raises NotFound for a cursor of no one's."""
    tx.require(Permission.READ_ENVELOPES)
    return _filled(tx, _keys(tx, filters, after))


def each(
    tx: Transaction,
    filters: Filters,
    after: str,
    most: int,
    noted: NotedValue | None = None,
    whole: bool = False,
) -> ListedEnvelopes:
    """
    Up to `most` that a member may see, newest first, with `whole` envelopes beside them if asked.

    `noted`: of all they may see only those that have this value, in the order of their ids.
    Raises NotFound for a cursor of no one's.
    """
    tx.require(Permission.READ_ENVELOPES)
    if noted is not None:
        keys = _with_value(tx, noted, after, most)
    elif filters.plain:
        keys = _of_box(tx, filters.box, after, most)
    else:
        keys = _searched(tx, filters, after, most)
    listed = _filled(tx, keys)
    envelopes = _whole(tx, [row.id for row in listed.rows]) if whole else {}
    return ListedEnvelopes(listed.rows, listed.next, envelopes)


def page(tx: Transaction, filters: Filters, after: str = "") -> tuple[EnvelopeList, ListSidebar]:
    """The list with what stands beside it. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    return _filled(tx, _keys(tx, filters, after)), saved_views.sidebar(tx)


def version(tx: Transaction, filters: Filters, after: str = "") -> str:
    """What a waiting page asks for: keys from the index, and how often each row has changed."""
    tx.require(Permission.READ_ENVELOPES)
    return _keys(tx, filters, after).version


def matching(tx: Transaction, filters: Filters, most: int) -> list[UUID]:
    """The ids of up to `most` envelopes that a member sees with these filters."""
    tx.require(Permission.READ_ENVELOPES)
    viewer = _viewer(tx)
    if filters.plain:
        return [key.id for key in tx.list_pages.keys(viewer, filters.box, None, most)]
    parsed = tx.search.parse(viewer, filters)
    rows = (
        tx.search.page(viewer, filters, parsed.wanted, _span(tx, filters), None, most)
        if parsed
        else []
    )
    return [row["id"] for row in rows if row["id"]]


def _viewer(tx: Transaction) -> Viewer:
    member = tx.member
    return Viewer(member.person_id, member.email, tx.may(Permission.SEE_ALL_ENVELOPES))


def _span(tx: Transaction, filters: Filters) -> Sequence[datetime | None]:
    return search.days(filters.since, filters.until, tx.member.time_zone)


def _keys(tx: Transaction, filters: Filters, after: str) -> ListKeys:
    viewer = _viewer(tx)
    counts = tx.list_pages.counts(viewer, [box for box in BOXES if box != "all"], COUNTED + 1)
    if filters.plain:
        return replace(_of_box(tx, filters.box, after, PAGE), counts=counts)
    found = _searched(tx, filters, after, PAGE)
    return replace(found, counts=counts)


def _of_box(tx: Transaction, box: str, after: str, most: int) -> ListKeys:
    keys = tx.list_pages.keys(_viewer(tx), box, _key(after), most + 1)
    following = _cursor(keys[most - 1]) if len(keys) > most else None
    return ListKeys(tx.list_pages.rows([key.id for key in keys[:most]]), following, {})


def _with_value(tx: Transaction, noted: NotedValue, after: str, most: int) -> ListKeys:
    folded = noted.value.replace("\0", "").strip().lower()
    whose = None if tx.may(Permission.SEE_ALL_ENVELOPES) else tx.member.person_id
    place = (folded, _id(after) if after else UUID(int=0))
    found = tx.custom_values.beginning_with(noted.where, folded, place, whose, most + 1)
    ids = [value.id for value in found if value.folded == folded]
    following = str(ids[most - 1]) if len(ids) > most else None
    return ListKeys(tx.list_pages.rows(ids[:most]), following, {})


def _whole(tx: Transaction, ids: Sequence[UUID]) -> dict[UUID, Envelope]:
    """Each as far as the member sees it."""
    standings, found = tx.visible(ids), tx.envelopes.several(ids)
    return {id: reading.seen(tx, found[id], s) for id, s in standings.items() if id in found}


def _searched(tx: Transaction, filters: Filters, after: str, most: int) -> ListKeys:
    viewer = _viewer(tx)
    parsed = tx.search.parse(viewer, filters)
    if parsed is None:
        return ListKeys((), None, {})
    span = _span(tx, filters)
    rows = tx.search.page(viewer, filters, parsed.wanted, span, _number(after), most + 1)
    following = str(rows[most - 1]["number"]) if len(rows) > most else None
    shown = [row for row in rows[:most] if row["id"]]
    return ListKeys(shown, following, {}, parsed.read_as if shown else {})


def _filled(tx: Transaction, keys: ListKeys) -> EnvelopeList:
    parts = tx.list_pages.parts(_viewer(tx), [row["id"] for row in keys.rows])
    rows = tuple(replace(_summary(row, parts[row["id"]]), acts=_acts(tx, row)) for row in keys.rows)
    return EnvelopeList(rows, keys.next, keys.counts, keys.version, keys.read_as)


def _acts(tx: Transaction, row: dict[str, Any]) -> tuple[BulkKind, ...]:
    mine = Standing(owns=row["sender_id"] == tx.member.person_id)
    return bulk_action.fitting(Status(row["status"]), tx.may_change(mine))


def _summary(row: dict[str, Any], parts: dict[str, Any]) -> EnvelopeSummary:
    return EnvelopeSummary(
        row["id"],
        row["name"],
        Status(row["status"]),
        row["status_at"],
        shown_status(
            Status(row["status"]),
            row["paused_at"],
            row["starts_at"],
            any(
                status != RecipientStatus.CREATED for _, _, status, *_ in parts["recipients"] or ()
            ),
        ),
        _recipients(parts["recipients"] or ()),
        row["sender_id"],
        row["created_at"],
        row["sent_at"],
        row["expires_at"],
        row["version"],
        row["template_id"],
        row["bulk_send_id"],
        row["folder_id"],
        tuple(TagSummary(name, hue) for name, hue in parts["tags"] or ()),
        tuple((name, value) for name, value in parts["noted"] or ()),
    )


def _recipients(rows: Sequence[Sequence[Any]]) -> tuple[RecipientSummary, ...]:
    """A group counts once: by the member who has come furthest."""
    found: dict[tuple[str, ...], RecipientSummary] = {}
    for number, (name, role, status, mine, group, group_id) in enumerate(rows):
        part = (group_id, role) if group_id else (str(number),)
        one = RecipientSummary(
            group or name, roles.named(role), RecipientStatus(status), UUID(mine) if mine else None
        )
        known = found.get(part)
        if known is None:
            found[part] = one
            continue
        further = max(known, one, key=lambda r: FURTHEST.index(r.status))
        found[part] = replace(further, mine=known.mine or one.mine)
    return tuple(found.values())


def _cursor(key: ListKey) -> str:
    return f"{key.status_at.isoformat()}|{key.id}"


def _key(after: str) -> ListKey | None:
    if not after:
        return None
    at, _, envelope_id = after.partition("|")
    try:
        return ListKey(datetime.fromisoformat(at), UUID(envelope_id))
    except ValueError:
        raise NotFound from None


def _id(after: str) -> UUID:
    try:
        return UUID(after)
    except ValueError:
        raise NotFound from None


def _number(after: str) -> int | None:
    if not after:
        return None
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise NotFound
    return int(after)
