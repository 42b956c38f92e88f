"""What is noted about an envelope: external id, values of custom fields, entries of its own."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.envelopes.details import Details
from tenants.store.rows import Rows

EXTERNAL_ID = ""  # the key under which it is kept
NOTED = """
    select v.field_id, null as key, v.value from envelope_values v join custom_fields f
        on (f.organization_id, f.id) = (v.organization_id, v.field_id)
        where v.envelope_id = %(envelope)s and f.removed_at is null
    union all
    select null, key, value from envelope_metadata where envelope_id = %(envelope)s
    order by key
"""


class EnvelopeDetails:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def load(self, envelope_id: UUID) -> Details:
        found = self._rows.named(NOTED, {"envelope": envelope_id})
        values = {row["field_id"]: row["value"] for row in found if row["field_id"]}
        metadata = {row["key"]: row["value"] for row in found if not row["field_id"]}
        return Details(metadata.pop(EXTERNAL_ID, ""), values, metadata)

    def save(self, envelope_id: UUID, old: Details, new: Details) -> None:
        """Only what differs is written."""
        self._write("envelope_values", "field_id", envelope_id, old.values, new.values)
        self._write("envelope_metadata", "key", envelope_id, _noted(old), _noted(new))

    def texts(self, envelope_id: UUID) -> list[str]:
        """All that is noted about an envelope, for the index of its words."""
        details = self.load(envelope_id)
        return [details.external_id, *details.values.values(), *details.metadata.values()]

    def _write(
        self,
        table: str,
        column: str,
        envelope_id: UUID,
        old: Mapping[Any, str],
        new: Mapping[Any, str],
    ) -> None:
        gone = list(set(old) - set(new))
        if gone:
            self._rows.change(
                envelope_id,
                f"delete from {table} where envelope_id = %s and {column} = any(%s)",  # noqa: S608 - our own names
                *(envelope_id, gone),
            )
        changed = [(id, text) for id, text in new.items() if old.get(id) != text]
        self._rows.change_many(
            envelope_id,
            f"insert into {table} (organization_id, envelope_id, {column}, value)"  # noqa: S608 - our own names
            f" values (%s, %s, %s, %s) on conflict (organization_id, envelope_id, {column})"
            " do update set value = excluded.value",
            [(self._rows.organization_id, envelope_id, id, text) for id, text in changed],
        )


def _noted(details: Details) -> dict[str, str]:
    external = {EXTERNAL_ID: details.external_id} if details.external_id else {}
    return {**details.metadata, **external}
