"""What each member prefers in this organization."""

from uuid import UUID

from psycopg.types.json import Jsonb

from core.people.preference import Preferences
from tenants.store.rows import Rows


class PreferenceRows:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, person_id: UUID) -> tuple[Preferences, bool]:
        """With whether a signature is kept."""
        row = self._rows.one_or_none(
            "select locale, time_zone, notifications, signature is not null as signs"
            " from preferences where person_id = %s",
            person_id,
        )
        if row is None:
            return Preferences(), False
        signs = row.pop("signs")
        return Preferences(**row), signs

    def put(self, person_id: UUID, chosen: Preferences) -> None:
        self.ensure(person_id)
        self._rows.run(
            "update preferences set locale = %s, time_zone = %s, notifications = %s"
            " where person_id = %s",
            *(chosen.locale, chosen.time_zone, Jsonb(dict(chosen.notifications))),
            person_id,
        )

    def ensure(self, person_id: UUID) -> None:
        """The row, there from now on."""
        self._rows.run(
            "insert into preferences (organization_id, person_id) values (%s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, person_id),
        )
