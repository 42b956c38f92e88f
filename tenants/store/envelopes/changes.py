"""The difference between an envelope before and after a decision, written as rows."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from psycopg.types.json import Jsonb

from core.documents.document import Document
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields.field import Field
from core.refusals import NotFound
from tenants.store.rows import Rows

Part = TypeVar("Part", Recipient, Document, Field)


def save(rows: Rows, before: Envelope, after: Envelope) -> None:
    """Parts that are gone are deleted, new and changed ones written; order is position."""
    for table, row, old, new in (
        ("recipients", _recipient, before.recipients, after.recipients),
        ("documents", _document, before.documents, after.documents),
        ("fields", _field, _empty(before.fields), _empty(after.fields)),
    ):
        _write(rows, table, after.id, row, old, new)
    _write_field_recipients(rows, before, after)
    _write_consents(rows, before, after)
    _write_acknowledgements(rows, before, after)
    _write_confirmations(rows, before, after)


def _empty(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields without their values, which are rows of their own."""
    return tuple(
        replace(field, value="", filled_by=None) if field.value else field for field in fields
    )


def _write(
    rows: Rows,
    table: str,
    envelope_id: UUID,
    row: Callable[..., dict[str, Any]],
    before: Iterable[Any],
    after: Iterable[Any],
) -> None:
    if before == after:
        return
    old = {part.id: (number, part) for number, part in enumerate(before)}
    new = {part.id: (number, part) for number, part in enumerate(after)}
    gone = list(old.keys() - new.keys())
    if gone:
        rows.change(
            envelope_id,
            f"delete from {table} where id = any(%s)",  # noqa: S608 - our own names
            gone,
        )
    changed = [
        {"organization_id": rows.organization_id, "envelope_id": envelope_id, "position": number}
        | row(part)
        for number, part in new.values()
        if old.get(part.id) != (number, part)
    ]
    if not changed:
        return
    columns = list(changed[0])
    updated = [c for c in columns if c not in ("organization_id", "envelope_id", "id")]
    written = rows.change_many(
        envelope_id,
        # The envelope stays the same: an id of another envelope is not taken over.
        f"insert into {table} ({', '.join(columns)})"  # noqa: S608 - our own names
        f" values ({', '.join(['%s'] * len(columns))})"
        f" on conflict (organization_id, id) do update set"
        f" {', '.join(f'{c} = excluded.{c}' for c in updated)}"
        f" where {table}.envelope_id = excluded.envelope_id",
        [list(part.values()) for part in changed],
    )
    if written != len(changed):
        # An id that a part of another envelope has: no one learns that it exists.
        raise NotFound


def _write_field_recipients(rows: Rows, before: Envelope, after: Envelope) -> None:
    """Of fields that are new, or for someone else, or were deleted with their document."""
    old = {field.id: (field.document_id, field.recipient_ids) for field in before.fields}
    changed = [f for f in after.fields if old.get(f.id) != (f.document_id, f.recipient_ids)]
    if not changed:
        return
    if known := [field.id for field in changed if field.id in old]:
        rows.change(after.id, "delete from field_recipients where field_id = any(%s)", known)
    whose = (rows.organization_id, after.id)
    rows.change_many(
        after.id,
        "insert into field_recipients (organization_id, envelope_id, field_id, recipient_id)"
        " values (%s, %s, %s, %s)",
        [(*whose, field.id, id) for field in changed for id in field.recipient_ids],
    )


def _write_consents(rows: Rows, before: Envelope, after: Envelope) -> None:
    """Each is given once; it goes with its recipient, or when they withdraw it."""
    had = {recipient.id for recipient in before.recipients if recipient.consent}
    whose = (rows.organization_id, after.id)
    gone = [r.id for r in after.recipients if r.id in had and not r.consent]
    if gone:
        rows.change(after.id, "delete from consents where recipient_id = any(%s)", gone)
    rows.change_many(
        after.id,
        "insert into consents (organization_id, envelope_id, recipient_id, version, sha256,"
        " language, at) values (%s, %s, %s, %s, %s, %s, %s)",
        [
            (*whose, recipient.id, given.version, given.sha256, given.language, given.at)
            for recipient in after.recipients
            if (given := recipient.consent) and recipient.id not in had
        ],
    )


def _write_acknowledgements(rows: Rows, before: Envelope, after: Envelope) -> None:
    """Each is given once; it goes with its document."""
    new = [a for a in after.acknowledgements if a not in before.acknowledgements]
    whose = (rows.organization_id, after.id)
    rows.change_many(
        after.id,
        "insert into acknowledgements (organization_id, envelope_id, document_id, recipient_id, at)"
        " values (%s, %s, %s, %s, %s)",
        [(*whose, given.document_id, given.recipient_id, given.at) for given in new],
    )


def _write_confirmations(rows: Rows, before: Envelope, after: Envelope) -> None:
    """One for each signature; another value is confirmed anew. It goes with its recipient."""
    new = [c for c in after.confirmations if c not in before.confirmations]
    whose = (rows.organization_id, after.id)
    rows.change_many(
        after.id,
        "insert into confirmations (organization_id, envelope_id, field_id, recipient_id, content,"
        " at) values (%s, %s, %s, %s, %s, %s)"
        " on conflict (organization_id, field_id) do update"
        " set recipient_id = excluded.recipient_id, content = excluded.content, at = excluded.at",
        [(*whose, made.field_id, made.recipient_id, made.content, made.at) for made in new],
    )


def _recipient(part: Recipient) -> dict[str, Any]:
    return {
        "id": part.id,
        "name": part.name,
        "email": part.email,
        "role": part.role.name,
        "routing_order": part.routing_order,
        "status": part.status,
        "link_generation": part.link_generation,
        "sent_at": part.sent_at,
        "delivered_at": part.delivered_at,
        "completed_at": part.completed_at,
        "reminded_at": part.reminded_at,
        "auto_reminders": part.auto_reminders,
        "bounced_at": part.bounced_at,
        "texts_failed_at": part.texts_failed_at,
        "locked_at": part.locked_at,
        "paper_asked_at": part.paper_asked_at,
        "handed_over_at": part.handed_over_at,
        "role_name": part.role_name,
        "options": Jsonb(part.options.as_json()),
    }


def _document(part: Document) -> dict[str, Any]:
    return {
        "id": part.id,
        "position": part.position,
        "name": part.name,
        "status": part.status,
        "reason": part.reason,
        "notes": list(part.notes),
        "original_sha256": part.original_sha256,
        "canonical_sha256": part.canonical_sha256,
        "sealed_sha256": part.sealed_sha256,
        "size": part.size,
        "merge_fields": list(part.asked),
        "widths": [p.width for p in part.pages],
        "heights": [p.height for p in part.pages],
        "pages_rendered": part.pages_rendered,
        "files_of": part.files_of,
        "handling": part.handling,
        "earlier": Jsonb(part.earlier.as_json()) if part.earlier else None,
        "hidden_from": list(part.hidden_from),
        "supplement": part.supplement,
        "replaces": part.replaces,
        "awaited": part.awaited,
        "carried": Jsonb(part.carried.as_json()) if part.carried else None,
        "page_edits": Jsonb([e.as_json() for e in part.page_edits]) if part.page_edits else None,
        "edits_final": part.edits_final,
    }


def _field(part: Field) -> dict[str, Any]:
    return {
        "id": part.id,
        "document_id": part.document_id,
        "kind": part.kind.name,
        "page": part.page,
        "x": part.x,
        "y": part.y,
        "width": part.width,
        "height": part.height,
        "required": part.required,
        "label": part.label,
        "properties": Jsonb(dict(part.properties)),
    }
