"""What recipients filled in: apart from the fields, and encrypted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from core.fields.field import Field
from tenants.encryption.keys import Destroyed, Undecryptable
from tenants.store.rows import Rows


def save(
    rows: Rows,
    envelope_id: UUID,
    before: Iterable[Field],
    after: Iterable[Field],
    now: datetime,
) -> None:
    """Values that differ, once their fields are there."""
    old = {field.id: (field.value, field.filled_by) for field in before}
    changed = [f for f in after if (f.value, f.filled_by) != old.get(f.id, ("", None))]
    emptied = [field.id for field in changed if not field.value]
    if emptied:
        rows.change(envelope_id, "delete from field_values where field_id = any(%s)", emptied)
    filled = [field for field in changed if field.value]
    if filled:
        key = rows.key
        sealed = [key.encrypt(f.value.encode(), _context(f.id)) for f in filled]
        rows.change_many(
            envelope_id,
            "insert into field_values (organization_id, envelope_id, field_id, sealed, filled_by,"
            " filled_at) values (%s, %s, %s, %s, %s, %s)"
            " on conflict (organization_id, field_id) do update"
            " set sealed = excluded.sealed, filled_by = excluded.filled_by,"
            " filled_at = excluded.filled_at",
            [
                (rows.organization_id, envelope_id, field.id, ciphertext, field.filled_by, now)
                for field, ciphertext in zip(filled, sealed, strict=True)
            ],
        )


def opened(rows: Rows, sealed: Mapping[UUID, bytes]) -> dict[UUID, str]:
    """
    By field. Of an organization whose key was destroyed there are none.

    What was changed by someone says nothing: the seal compares values with the audit trail.
    """
    values: dict[UUID, str] = {}
    if not sealed:
        return values
    try:
        key = rows.key
    except Destroyed:
        return values
    for field_id, ciphertext in sealed.items():
        try:
            values[field_id] = key.decrypt(ciphertext, _context(field_id)).decode()
        except Undecryptable:
            continue
    return values


def of_fields(rows: Rows, field_ids: Iterable[UUID]) -> dict[UUID, str]:
    found = rows.all(
        "select field_id, sealed from field_values where field_id = any(%s)", list(field_ids)
    )
    return opened(rows, {row["field_id"]: row["sealed"] for row in found})


def _context(field_id: UUID) -> str:
    return f"field value:{field_id}"
