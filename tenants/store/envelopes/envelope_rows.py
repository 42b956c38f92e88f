"""An envelope with all its parts as one row, and what is made of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from core.documents import carried_fields, earlier_signatures, edited_page
from core.documents.document import Document, DocumentStatus, Page
from core.documents.earlier_signatures import Handling
from core.documents.supplement import Acknowledgement, Supplement
from core.envelopes import recipient_options, steps
from core.envelopes.consent import Consent
from core.envelopes.envelope import Confirmation, Envelope, Signature, Status
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.roles import registry as roles
from core.envelopes.schedule import Schedule
from core.evidence.audit import Head
from core.fields import kinds, stored_properties
from core.fields.field import Field
from core.organizations import confirming_rules
from tenants.store.fields import field_values
from tenants.store.rows import Rows

# Of an envelope `e`.
COLUMNS = """
    e.*, (select proofs from organizations) as minimum_proofs, (
        select json_build_object(
            'required', confirm_signatures, 'reasons', signing_reasons, 'free', free_reasons)
        from organizations
    ) as least_confirming, (
        select json_agg(r order by r.position) from recipients r where r.envelope_id = e.id
    ) as recipients, (
        select json_agg(c) from consents c where c.envelope_id = e.id
    ) as consents, (
        select json_agg(d order by d.position) from (
            select id, name, position, original_sha256, status, reason, notes, canonical_sha256,
                widths, heights, pages_rendered, sealed_sha256, size, files_of, handling, earlier,
                merge_fields, hidden_from, supplement, page_edits, edits_final,
                replaces, carried, awaited, jsonb_array_length(found) as found_fields,
                jsonb_array_length(jsonb_path_query_array(
                    found, '$[*] ? (@.is_filled == true)')) as filled_fields,
                jsonb_array_length(jsonb_path_query_array(
                    found, '$[*] ? (@.source == "replaced")')) as lost_fields
            from documents where envelope_id = e.id
        ) as d
    ) as documents, (
        select json_agg(f order by f.position) from fields f where f.envelope_id = e.id
    ) as fields, (
        select json_agg(json_build_array(field_id, recipient_id) order by recipient_id)
        from field_recipients where envelope_id = e.id
    ) as field_recipients, (
        select json_agg(json_build_array(field_id, encode(sealed, 'hex'), filled_by))
        from field_values where envelope_id = e.id
    ) as values, (
        select json_agg(a order by a.at) from acknowledgements a where a.envelope_id = e.id
    ) as acknowledgements, (
        select json_agg(n order by n.at, n.field_id) from confirmations n
        where n.envelope_id = e.id
    ) as confirmations, (
        select json_agg(s order by s.position) from (
            select id, recipient_id, kind, method, image_sha256, position
            from signatures where envelope_id = e.id
        ) as s
    ) as signatures
"""
WHOLE = f"select {COLUMNS} from envelopes e where e.id = %s"  # noqa: S608 - our own words
SEVERAL = f"select {COLUMNS} from envelopes e where e.id = any(%s)"  # noqa: S608 - our own words


def envelope(rows: Rows, row: dict[str, Any]) -> Envelope:
    """From a row with its parts as JSON, which knows neither ids nor times."""
    sealed = {UUID(id): bytes.fromhex(text) for id, text, _ in row["values"] or ()}
    values = field_values.opened(rows, sealed)
    consents = {c["recipient_id"]: _consent(c) for c in row["consents"] or ()}
    fillers = {UUID(id): UUID(by) for id, _, by in row["values"] or () if by}
    chosen: dict[str, list[UUID]] = {}
    for field_id, recipient_id in row["field_recipients"] or ():
        chosen.setdefault(field_id, []).append(UUID(recipient_id))
    return Envelope(
        id=row["id"],
        organization_id=row["organization_id"],
        sender_id=row["sender_id"],
        name=row["name"],
        created_at=row["created_at"],
        message=row["message"],
        status=Status(row["status"]),
        status_at=row["status_at"],
        sent_at=row["sent_at"],
        expires_at=row["expires_at"],
        starts_at=row["starts_at"],
        paused_at=row["paused_at"],
        fields_corrected_at=row["fields_corrected_at"],
        warned_at=row["warned_at"],
        archive=tuple(row["archive"]),
        schedule=Schedule(*(row[name] for name in Schedule.__slots__)),
        template_id=row["template_id"],
        template_version=row["template_version"],
        bulk_send_id=row["bulk_send_id"],
        content_of=row["content_of"],
        certificate_sha256=row["certificate_sha256"],
        deleted_at=row["deleted_at"],
        erased_at=row["erased_at"],
        erased_because=row["erased_because"],
        typed_in=row["typed_in"],
        send_requested_by=row["send_requested_by"],
        sending_problem=row["sending_problem"],
        steps=steps.read(row["steps"]),
        proofs=tuple(row["proofs"]),
        minimum_proofs=tuple(row["minimum_proofs"] or ()),
        confirming=confirming_rules.read(row["confirming"]),
        least_confirming=confirming_rules.least(row["least_confirming"]),
        recipients=tuple(_recipient(r, consents) for r in row["recipients"] or ()),
        documents=tuple(_document(d) for d in row["documents"] or ()),
        fields=tuple(
            _field(f, chosen.get(f["id"], ()), values, fillers) for f in row["fields"] or ()
        ),
        acknowledgements=tuple(_acknowledgement(a) for a in row["acknowledgements"] or ()),
        signatures=tuple(_signature(s) for s in row["signatures"] or ()),
        confirmations=tuple(_confirmation(c) for c in row["confirmations"] or ()),
        head=Head(row["head_sequence"], row["head_hash"]),
    )


def _consent(row: dict[str, Any]) -> Consent:
    at = datetime.fromisoformat(row["at"])
    return Consent(row["version"], row["sha256"], row["language"], at)


def _recipient(row: dict[str, Any], consents: Mapping[str, Consent]) -> Recipient:
    return Recipient(
        id=UUID(row["id"]),
        name=row["name"],
        email=row["email"],
        role=roles.named(row["role"]),
        routing_order=row["routing_order"],
        status=RecipientStatus(row["status"]),
        link_generation=row["link_generation"],
        sent_at=_time(row["sent_at"]),
        delivered_at=_time(row["delivered_at"]),
        completed_at=_time(row["completed_at"]),
        reminded_at=_time(row["reminded_at"]),
        auto_reminders=row["auto_reminders"],
        bounced_at=_time(row["bounced_at"]),
        texts_failed_at=_time(row["texts_failed_at"]),
        locked_at=_time(row["locked_at"]),
        handed_over_at=_time(row["handed_over_at"]),
        consent=consents.get(row["id"]),
        paper_asked_at=_time(row["paper_asked_at"]),
        role_name=row["role_name"],
        options=recipient_options.read(row["options"]),
    )


def _document(row: dict[str, Any]) -> Document:
    sizes = zip(row["widths"], row["heights"], strict=True)
    return Document(
        id=UUID(row["id"]),
        name=row["name"],
        position=row["position"],
        original_sha256=row["original_sha256"],
        status=DocumentStatus(row["status"]),
        reason=row["reason"],
        notes=tuple(row["notes"]),
        canonical_sha256=row["canonical_sha256"],
        pages=tuple(Page(float(width), float(height)) for width, height in sizes),
        pages_rendered=row["pages_rendered"],
        sealed_sha256=row["sealed_sha256"],
        found_fields=row["found_fields"] - row["lost_fields"] - row["filled_fields"],
        filled_fields=row["filled_fields"],
        lost_fields=row["lost_fields"],
        size=row["size"],
        asked=tuple(row["merge_fields"]),
        files_of=UUID(row["files_of"]) if row["files_of"] else None,
        handling=Handling(row["handling"]),
        earlier=earlier_signatures.read(row["earlier"]),
        hidden_from=tuple(map(UUID, row["hidden_from"])),
        supplement=Supplement(row["supplement"]),
        replaces=UUID(row["replaces"]) if row["replaces"] else None,
        awaited=row["awaited"],
        carried=carried_fields.read(row["carried"]),
        page_edits=edited_page.read(row["page_edits"]),
        edits_final=row["edits_final"],
    )


def _field(
    row: dict[str, Any],
    recipient_ids: Iterable[UUID],
    values: Mapping[UUID, str],
    fillers: Mapping[UUID, UUID],
) -> Field:
    field_id, kind = UUID(row["id"]), kinds.named(row["kind"])
    return Field(
        id=field_id,
        document_id=UUID(row["document_id"]),
        recipient_ids=tuple(recipient_ids),
        kind=kind,
        page=row["page"],
        x=float(row["x"]),
        y=float(row["y"]),
        width=float(row["width"]),
        height=float(row["height"]),
        required=row["required"],
        label=row["label"],
        properties=stored_properties.judged(kind, row["properties"]),
        value=values.get(field_id, ""),
        filled_by=fillers.get(field_id),
    )


def _confirmation(row: dict[str, Any]) -> Confirmation:
    ids = (UUID(row["field_id"]), UUID(row["recipient_id"]))
    return Confirmation(*ids, row["content"], datetime.fromisoformat(row["at"]))


def _acknowledgement(row: dict[str, Any]) -> Acknowledgement:
    at = datetime.fromisoformat(row["at"])
    return Acknowledgement(UUID(row["document_id"]), UUID(row["recipient_id"]), at)


def _signature(row: dict[str, Any]) -> Signature:
    return Signature(
        id=UUID(row["id"]),
        recipient_id=UUID(row["recipient_id"]),
        kind=row["kind"],
        method=row["method"],
        image_sha256=row["image_sha256"],
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
