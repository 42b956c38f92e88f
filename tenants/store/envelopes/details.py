"""The custom fields of an organization, and what is noted about each of its envelopes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.envelopes.custom_field import CustomField, FieldKind
from core.envelopes.details import Details

if TYPE_CHECKING:
    from tenants.organization import Transaction

EXTERNAL_ID = ""  # the key under which it is kept
NOTED = """
    select v.field_id, null as key, v.value from envelope_values v join custom_fields f
        on (f.organization_id, f.id) = (v.organization_id, v.field_id)
        where v.envelope_id = %(envelope)s and f.removed_at is null
    union all
    select null, key, value from envelope_metadata where envelope_id = %(envelope)s
    order by key
"""


def fields(tx: "Transaction") -> tuple[CustomField, ...]:
    """Those that were not removed, in the order they were made."""
    rows = tx.all(
        "select id, name, kind, choices, required, listed from custom_fields"
        " where removed_at is null order by created_at, id"
    )
    return tuple(
        CustomField(**row | {"kind": FieldKind(row["kind"]), "choices": tuple(row["choices"])})
        for row in rows
    )


def load(tx: "Transaction", envelope_id: UUID) -> Details:
    rows = tx.named(NOTED, {"envelope": envelope_id})
    values = {row["field_id"]: row["value"] for row in rows if row["field_id"]}
    metadata = {row["key"]: row["value"] for row in rows if not row["field_id"]}
    return Details(metadata.pop(EXTERNAL_ID, ""), values, metadata)


def save(tx: "Transaction", envelope_id: UUID, old: Details, new: Details) -> None:
    """Only what differs is written."""
    _write(tx, "envelope_values", "field_id", envelope_id, old.values, new.values)
    _write(tx, "envelope_metadata", "key", envelope_id, _noted(old), _noted(new))


def texts(tx: "Transaction", envelope_id: UUID) -> list[str]:
    """All that is noted about an envelope, for the index of its words."""
    details = load(tx, envelope_id)
    return [details.external_id, *details.values.values(), *details.metadata.values()]


def _noted(details: Details) -> dict[str, str]:
    external = {EXTERNAL_ID: details.external_id} if details.external_id else {}
    return {**details.metadata, **external}


def _write(
    tx: "Transaction",
    table: str,
    column: str,
    envelope_id: UUID,
    old: Mapping[Any, str],
    new: Mapping[Any, str],
) -> None:
    gone = list(set(old) - set(new))
    if gone:
        tx.run(
            f"delete from {table} where envelope_id = %s and {column} = any(%s)",  # noqa: S608 - our own names
            *(envelope_id, gone),
        )
    changed = [(id, text) for id, text in new.items() if old.get(id) != text]
    tx.run_many(
        f"insert into {table} (organization_id, envelope_id, {column}, value)"  # noqa: S608 - our own names
        f" values (%s, %s, %s, %s) on conflict (organization_id, envelope_id, {column})"
        " do update set value = excluded.value",
        [(tx.organization_id, envelope_id, id, text) for id, text in changed],
    )
