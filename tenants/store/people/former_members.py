"""Who was a member, and what is left to do when a member leaves."""

from datetime import datetime
from uuid import UUID

from tenants.store.rows import Rows


class FormerMembers:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, person_id: UUID, heir_id: UUID | None, now: datetime) -> None:
        """With the name and address they have now."""
        self._rows.run(
            "insert into former_members (organization_id, person_id, name, email, heir_id, left_at)"
            " select %s, id, name, email, %s, %s from people where id = %s"
            " on conflict (organization_id, person_id) do update set name = excluded.name,"
            " email = excluded.email, heir_id = excluded.heir_id, left_at = excluded.left_at",
            *(self._rows.organization_id, heir_id, now, person_id),
        )

    def belongings(self, person_id: UUID) -> tuple[int, int]:
        """How many envelopes and folders they own."""
        row = self._rows.one(
            "select (select count(*) from envelopes where sender_id = %s) as envelopes,"
            " (select count(*) from folders where owner_id = %s) as folders",
            *(person_id, person_id),
        )
        return row["envelopes"], row["folders"]

    def hand_over_folders(self, person_id: UUID, heir_id: UUID) -> None:
        self._rows.run("update folders set owner_id = %s where owner_id = %s", heir_id, person_id)

    def delete_own_contacts(self, person_id: UUID) -> None:
        """Those that no one else sees. An import under way has ended with the membership."""
        self._rows.run(
            "delete from contacts where person_id = %s"
            " and (audience = %s or deleted_at is not null)",
            *(person_id, person_id),
        )
