"""What programs call the parts of envelopes."""

from collections.abc import Sequence
from uuid import UUID

from psycopg.types.json import Jsonb

from core.docusign import program_names
from core.docusign.program_names import ProgramNames
from tenants.store.rows import Rows


class ProgramNameRows:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, envelope_id: UUID) -> ProgramNames:
        return self.of_all([envelope_id]).get(envelope_id, ProgramNames())

    def of_all(self, envelope_ids: Sequence[UUID]) -> dict[UUID, ProgramNames]:
        """By envelope; none of one of which nothing was said."""
        rows = self._rows.all(
            "select envelope_id, names from program_names where envelope_id = any(%s)",
            list(envelope_ids),
        )
        return {row["envelope_id"]: program_names.read(row["names"]) for row in rows}

    def keep(self, envelope_id: UUID, names: ProgramNames) -> None:
        self._rows.run(
            "insert into program_names (organization_id, envelope_id, names) values (%s, %s, %s)"
            " on conflict (organization_id, envelope_id) do update set names = excluded.names",
            *(self._rows.organization_id, envelope_id, Jsonb(names.as_json())),
        )
