"""Who owns which envelopes, and who takes over those of a member who left."""

from uuid import UUID

from tenants.store.rows import Rows

# The heir, or theirs if they left meanwhile; the first owner where they named no one.
HEIR = """
    with recursive heirs (id, place) as (
        select %s::uuid, 1 union all
        select f.heir_id, h.place + 1 from heirs h join former_members f on f.person_id = h.id
        where f.heir_id is not null and h.place < 50)
    select m.person_id from memberships m left join heirs h on h.id = m.person_id
    where h.id is not null or m.role = 'owner'
    order by h.place nulls last, m.created_at limit 1
"""


class Senders:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def envelopes(self, person_id: UUID, most: int) -> list[UUID]:
        """Ids of up to `most` that they own, in an order that is the same for everyone."""
        rows = self._rows.all(
            "select id from envelopes where sender_id = %s order by id limit %s", person_id, most
        )
        return [row["id"] for row in rows]

    def heir(self, person_id: UUID) -> UUID:
        """Who takes over: the named heir, or the heir's heir; else the first owner."""
        return UUID(str(self._rows.one(HEIR, person_id)["person_id"]))
