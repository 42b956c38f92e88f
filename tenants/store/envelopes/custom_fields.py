"""The custom fields that an organization defined for its envelopes."""

from datetime import datetime
from uuid import UUID

from core.envelopes.custom_field import CustomField, CustomFieldKind
from tenants.store.rows import Rows


class CustomFields:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def all(self) -> tuple[CustomField, ...]:
        """Those that were not removed, in the order they were made."""
        found = self._rows.all(
            "select id, name, kind, choices, required, listed from custom_fields"
            " where removed_at is null order by created_at, id"
        )
        return tuple(
            CustomField(
                **row | {"kind": CustomFieldKind(row["kind"]), "choices": tuple(row["choices"])}
            )
            for row in found
        )

    def add(self, field: CustomField, now: datetime) -> bool:
        """False when there is one with this id."""
        added = self._rows.run(
            "insert into custom_fields (organization_id, id, name, kind, choices, required, listed,"
            " created_at) values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, field.id, field.name, field.kind, list(field.choices)),
            *(field.required, field.listed, now),
        )
        return added == 1

    def change(self, field: CustomField) -> None:
        """All but its kind."""
        self._rows.run(
            "update custom_fields set name = %s, choices = %s, required = %s, listed = %s"
            " where id = %s",
            *(field.name, list(field.choices), field.required, field.listed, field.id),
        )

    def remove(self, field_id: UUID, now: datetime) -> str:
        """Its name. Its values are kept. Raises NotFound."""
        name: str = self._rows.one(
            "update custom_fields set removed_at = %s where id = %s and removed_at is null"
            " returning name",
            *(now, field_id),
        )["name"]
        return name
