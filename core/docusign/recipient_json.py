"""The recipients of an envelope, and their tabs, as DocuSign answers them."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from core.docusign import recipient_kinds, status_words, tab_kinds
from core.docusign.program_names import ProgramNames
from core.docusign.recipient_kinds import KINDS
from core.docusign.tab_kinds import RADIOS
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient, RecipientStatus
from core.fields.field import Field
from core.fields.field_name import NAME
from core.fields.logic.conditions import CHOICE, GROUP
from core.fields.properties import DEFAULT, OPTIONS, READ_ONLY, TAB_ORDER, TOOLTIP, first_of


def of_envelope(envelope: Envelope, names: ProgramNames, tabs: bool = False) -> dict[str, Any]:
    found: dict[str, list[Any]] = {kind.list: [] for kind in KINDS}
    for recipient in envelope.recipients:
        if recipient.status is RecipientStatus.REASSIGNED:
            continue
        one = of_recipient(envelope, recipient, names)
        if tabs:
            one["tabs"] = tabs_of(envelope, recipient.id, names)
        found[recipient_kinds.of(recipient.role).list].append(one)
    acting = [r.routing_order for r in envelope.recipients if r.sent_at and not r.finished]
    return {
        **found,
        "recipientCount": sum(map(len, found.values())),
        "currentRoutingOrder": min(acting, default=1),
    }


def of_recipient(envelope: Envelope, recipient: Recipient, names: ProgramNames) -> dict[str, Any]:
    kind, options = recipient_kinds.of(recipient.role), recipient.options
    status = recipient.status
    person: dict[str, Any] = {"name": recipient.name, "email": recipient.email}
    if recipient.role.in_person:
        person = {"signerName": recipient.name, "signerEmail": recipient.email or None}
        person |= {"hostName": options.host_name, "hostEmail": options.host_email}
    if options.group_id:
        person |= {"signingGroupId": options.group_id, "signingGroupName": options.group}
    return {
        **person,
        "recipientId": names.of_recipient(recipient.id),
        "recipientIdGuid": recipient.id,
        "recipientType": kind.type,
        "routingOrder": recipient.routing_order,
        "roleName": recipient.role_name or None,
        "status": status_words.of_recipient(recipient),
        "clientUserId": names.client(recipient.id) or None,
        "note": options.note or None,
        "deliveryMethod": "SMS" if options.sms_alone else "email",
        "completedCount": int(status is RecipientStatus.COMPLETED),
        "sentDateTime": recipient.sent_at,
        "deliveredDateTime": recipient.delivered_at,
        "signedDateTime": recipient.completed_at if recipient.role.signs else None,
        "declinedDateTime": (envelope.status_at if status is RecipientStatus.DECLINED else None),
        "excludedDocuments": [
            names.of_document(envelope, d.id)
            for d in envelope.documents
            if recipient.id in d.hidden_from
        ]
        or None,
        "requireIdLookup": False,
    }


def tabs_of(envelope: Envelope, recipient_id: UUID, names: ProgramNames) -> dict[str, Any]:
    """By the lists that DocuSign has; what it has no tab for is left out."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    radios: dict[str, dict[str, Any]] = {}
    fields = [f for f in envelope.fields if recipient_id in f.recipient_ids]
    places = {d.id: d.position for d in envelope.documents}
    for field in sorted(fields, key=lambda f: (places[f.document_id], *f.order_on_page)):
        kind = tab_kinds.of_field(field)
        if kind is None:
            continue
        tab = _tab(envelope, field, recipient_id, names)
        if kind is not RADIOS:
            found[kind.list].append(tab | {"tabType": kind.type} | _value(field, kind.list, names))
            continue
        group = GROUP.of(field.properties)
        if group not in radios:
            shared = {n: tab[n] for n in ("documentId", "recipientId", "recipientIdGuid")}
            radios[group] = shared | {"groupName": label_of_group(names, group), "radios": []}
            radios[group]["tabType"] = kind.type
        own = {n: v for n, v in tab.items() if n not in ("documentId", "tabLabel", "recipientId")}
        chosen = field.value == "true"
        value = CHOICE.of(field.properties) or field.label
        radios[group]["radios"].append(own | {"value": value, "selected": chosen})
        if chosen:
            radios[group]["value"] = value
    if radios:
        found[RADIOS.list] = list(radios.values())
    return dict(found)


def label_of(field: Field) -> str:
    return field.label or NAME.of(field.properties)


def label_of_group(names: ProgramNames, group: str) -> str:
    return names.labels.get(group) or group


def _tab(
    envelope: Envelope, field: Field, recipient_id: UUID, names: ProgramNames
) -> dict[str, Any]:
    return {
        "tabId": field.id,
        "tabLabel": label_of(field),
        "documentId": names.of_document(envelope, field.document_id),
        "recipientId": names.of_recipient(recipient_id),
        "recipientIdGuid": recipient_id,
        "pageNumber": field.page,
        "xPosition": round(field.x),
        "yPosition": round(field.y),
        "width": round(field.width),
        "height": round(field.height),
        "required": field.required,
        "locked": bool(READ_ONLY.of(field.properties)) or None,
        "tooltip": TOOLTIP.of(field.properties) or None,
        "tabOrder": TAB_ORDER.of(field.properties) or None,
        "status": "signed" if field.filled_by else "active",
    }


def _value(field: Field, list_name: str, names: ProgramNames) -> dict[str, Any]:
    begins = first_of(field.properties)
    if list_name == "checkboxTabs":
        return {"selected": (field.value or begins) == "true"}
    if list_name in ("signHereTabs", "initialHereTabs"):
        return {"optional": not field.required}
    value = field.value or begins
    if list_name == "listTabs":
        items = [
            {"text": each, "value": names.option(field.id, each), "selected": each == value}
            for each in OPTIONS.of(field.properties)
        ]
        return {"listItems": items, "value": names.option(field.id, value)}
    if list_name == "numericalTabs":
        return {"value": value, "numericalValue": value or None}
    if list_name == "formulaTabs":
        return {"value": value, "formula": field.properties.get("formula")}
    return {"value": value, "originalValue": DEFAULT.of(field.properties) or None}
