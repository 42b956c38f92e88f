"""Values of custom fields and of entries, over all envelopes."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Status
from tenants.store.rows import Rows

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
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class CustomValue:
    """`folded` is the value as it is compared."""

    id: UUID
    name: str
    status: Status
    value: str
    folded: str


class CustomValues:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def keys(self) -> tuple[str, ...]:
        """The names of entries that are in use, as many as fit into a list to choose from."""
        return tuple(row["key"] for row in self._rows.all(KEYS) if row["key"])

    def beginning_with(
        self,
        where: UUID | str,
        folded: str,
        after: tuple[str, UUID],
        sender_id: UUID | None,
        most: int,
    ) -> list[CustomValue]:
        """
        In the order of the values. `where` is a custom field's id, or the name of an entry.

        `sender_id`: only what this person sent.
        """
        query = BY_FIELD if isinstance(where, UUID) else BY_KEY
        only, whose = ("and v.sender_id = %s", [sender_id]) if sender_id else ("", [])
        rows = self._rows.all(
            query.replace("{only}", only), where, *after, folded + LAST, *whose, most
        )
        return [CustomValue(**row | {"status": Status(row["status"])}) for row in rows]
