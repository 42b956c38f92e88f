"""How a person stands to envelopes: owner, shown to their team, shared with them, recipient."""

from collections.abc import Sequence
from uuid import UUID

from core.access import Standing
from tenants.store.rows import Rows

# The versions of a template are for those whom the template is for.
STANDINGS = """
    select e.id, m.sender_id = %(person)s as owns,
        m.visibility = 'all' or (m.visibility = 'team' and exists (
            select from team_members t where t.team_id = m.team_id and t.person_id = %(person)s
        )) as visible,
        exists (select from envelope_shares s
            where s.envelope_id = m.id and s.person_id = %(person)s) as shared,
        exists (select from recipients r where r.envelope_id = e.id and r.status <> 'created'
            and r.folded_email = lower(%(email)s)) as receives
    from envelopes e join envelopes m on m.id = coalesce(e.content_of, e.id)
    where e.id = any(%(envelopes)s) and (e.deleted_at is null or %(in_bin)s)
"""


class Standings:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(
        self, person_id: UUID, email: str, envelope_ids: Sequence[UUID], in_bin: bool = False
    ) -> dict[UUID, Standing]:
        """By envelope. What is in the recycle bin is there only for who asks for it as such."""
        names = {"person": person_id, "email": email, "envelopes": list(envelope_ids)}
        found = self._rows.connection.execute(STANDINGS, names | {"in_bin": in_bin}).fetchall()
        return {id: Standing(*values) for id, *values in found}
