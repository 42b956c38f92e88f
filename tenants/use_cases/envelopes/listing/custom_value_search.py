"""Finding envelopes by what is noted about them: a whole value, or how it begins."""

from dataclasses import dataclass
from uuid import UUID

from core import access
from core.access import Permission
from core.envelopes.envelope import Status
from core.refusals import NotFound
from tenants.member import Member

PAGE = 50
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class FoundValue:
    envelope_id: UUID
    name: str
    status: Status
    value: str


@dataclass(frozen=True, slots=True)
class FoundValues:
    """`next` continues the list."""

    rows: tuple[FoundValue, ...]
    next: str | None


def keys(member: Member) -> tuple[str, ...]:
    """The names of entries that are in use, as many as fit into a list to choose from."""
    with member.transaction(Permission.READ_REPORTS) as tx:
        rows = tx.all(KEYS)
    return tuple(row["key"] for row in rows if row["key"])


def find(member: Member, where: UUID | str, beginning: str, after: str = "") -> FoundValues:
    """
    `where` is a custom field's id, or the name of an entry: "" for the external id.

    In the order of the values. Senders find what is theirs. Raises NotFound for a place that
    is none.
    """
    folded = beginning.replace("\0", "").strip().lower()
    value, envelope_id = _place(after, folded)
    query = BY_FIELD if isinstance(where, UUID) else BY_KEY
    with member.transaction(Permission.READ_REPORTS) as tx:
        sees_all = access.may(tx.role, Permission.SEE_ALL_ENVELOPES)
        only, whose = ("", []) if sees_all else ("and v.sender_id = %s", [member.person_id])
        rows = tx.all(
            query.replace("{only}", only),
            *(where, value, envelope_id, folded + LAST, *whose, PAGE + 1),
        )
    found = tuple(
        FoundValue(row["id"], row["name"], Status(row["status"]), row["value"])
        for row in rows[:PAGE]
    )
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return FoundValues(found, f"{last['id']}|{last['folded']}" if last else None)


def _place(after: str, folded: str) -> tuple[str, UUID]:
    if not after:
        return folded, UUID(int=0)
    envelope_id, _, value = after.partition("|")
    try:
        return value.replace("\0", ""), UUID(envelope_id)
    except ValueError:
        raise NotFound from None


BY_FIELD = """
    select e.id, e.name, e.status, v.value, v.folded
    from envelope_values v join envelopes e
        on (e.organization_id, e.id) = (v.organization_id, v.envelope_id)
    where v.field_id = %s and (v.folded, v.envelope_id) > (%s, %s) and v.folded < %s
    and e.deleted_at is null {only}
    order by v.folded, v.envelope_id limit %s
"""
BY_KEY = """
    select e.id, e.name, e.status, v.value, v.folded
    from envelope_metadata v join envelopes e
        on (e.organization_id, e.id) = (v.organization_id, v.envelope_id)
    where v.key = %s and (v.folded, v.envelope_id) > (%s, %s) and v.folded < %s
    and e.deleted_at is null {only}
    order by v.folded, v.envelope_id limit %s
"""
# From one name to the next by the index, instead of through all envelopes.
KEYS = """
    with recursive found as (
        (select key from envelope_metadata order by key limit 1)
        union all
        select (select m.key from envelope_metadata m where m.key > f.key order by m.key limit 1)
        from found f where f.key is not null
    )
    select key from found where key is not null limit 200
"""
