"""The page of an envelope that is being prepared, whole or in the parts that changed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from flask import Response, make_response, redirect, url_for

from core.documents import merge_fields
from core.documents.document import DocumentStatus
from core.envelopes import details, groups, recipient_list
from core.envelopes.drafts import (
    draft_document_list,
    draft_marks,
    draft_visibility,
    requested_sending,
)
from core.envelopes.envelope import Envelope
from core.envelopes.roles import registry as roles
from core.signing import self_signing
from core.signing.proofs import asked_proofs
from core.signing.proofs import registry as proofs
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.documents import merge_values
from tenants.use_cases.envelopes import draft_autosave, drafting, envelope_details, sharing
from tenants.use_cases.envelopes.envelope_details import DetailsView
from tenants.use_cases.envelopes.envelope_page import EnvelopePage
from tenants.use_cases.people import last_sending
from tenants.use_cases.templates import publishing
from webapp import current
from webapp.http import request_info
from webapp.pages.envelopes import (
    details_form,
    document_rows,
    field_summaries,
    recipient_rows,
    sharing_section,
)
from webapp.pages.envelopes.recipient_rows import RecipientRow
from webapp.render import render

TEMPLATE = "envelopes/draft.html"


def show(
    envelope: Envelope, *blocks: str, status: int = 200, new: bool = False, **changed: Any
) -> Response:
    """
    `changed` are parts of the context that differ from what is stored: typed rows, errors.

    `new`: the draft is not stored yet.
    """
    with current.transaction() as tx:
        shown = gathered(tx, envelope, new=new, **changed)
    return render(TEMPLATE, *blocks, status=status, **shown)


def of(tx: Transaction, page: EnvelopePage) -> dict[str, Any]:
    """What the page shows of a draft that was read for it."""
    shared = sharing_section.context(page.sharing) if page.sharing else {}
    return gathered(tx, page.envelope, noted=page.noted, version=page.version, **shared)


def gathered(
    tx: Transaction,
    envelope: Envelope,
    *,
    new: bool = False,
    noted: DetailsView | None = None,
    **changed: Any,
) -> dict[str, Any]:
    """All that the page shows. `noted`, and "sharing" in `changed`, where they are known."""
    if noted is None:
        stored = None if new else envelope_details.of(tx, envelope.id)
        noted = stored or envelope_details.nothing(tx)
    filled_in = merge_values.of_envelope(tx, envelope)
    shown = context(envelope, noted) | {"new": new, "merge_values": filled_in} | changed
    if not request_info.wants_fragment() and "sharing" not in changed:
        now = current.now()
        found = sharing.of_new(tx, now) if new else sharing.sharing(tx, envelope.id, now)
        shown |= sharing_section.context(found)
    if envelope.content_of is None and not request_info.wants_fragment():
        shown["last"] = last_sending.offered(tx, [r.email for r in envelope.recipients])
    return shown


def show_new(envelope_id: UUID) -> Response:
    """Nothing of it is stored before anything is typed in it."""
    with current.transaction() as tx:
        envelope = drafting.begin(tx, envelope_id, current.now())
    return show(envelope, new=True)


def saved(
    envelope: Envelope, *blocks: str, anchor: str, new: bool = False, **changed: Any
) -> Response:
    """After a write: the parts that changed for htmx, the way back to the page for others."""
    if request_info.wants_fragment():
        return show(envelope, *blocks, new=new, **changed)
    place = url_for(
        "envelopes.show", envelope_id=envelope.id, new="yes" if new else None, _anchor=anchor
    )
    return make_response(redirect(place, 303))


def context(envelope: Envelope, noted: DetailsView) -> dict[str, Any]:
    """All that the page shows of a stored envelope."""
    return {
        **details_form.context(noted),
        "envelope": envelope,
        "name": envelope.name,
        "message": envelope.message,
        "sending_problem": requested_sending.problem(envelope),
        "documents": [document_rows.of(envelope, d) for d in envelope.documents],
        "waiting": any(document_rows.is_waiting(d) for d in envelope.documents),
        "rows": (rows := recipient_rows.of(envelope.recipients)),
        "row_parts": recipient_rows.parts,
        "sent_to": groups.firsts(envelope.recipients),
        "roles": roles.ROLES,
        "roles_of_groups": roles.FOR_GROUPS,
        "asked_proofs": proofs.ASKED,
        "asked_of_all": asked_proofs.of_all(envelope),
        "steps": recipient_rows.steps(rows),
        "summaries": field_summaries.of(envelope),
        "revealed": draft_visibility.revealed(envelope),
        "placeable": is_placeable(envelope),
        "own": self_signing.is_own(envelope, *_me()),
        "marks": marks(envelope, noted),
        "schedule": envelope.schedule,
        "titles": {},
        "merge_values": {},
        "merge_word": merge_fields.word,
        "typed_values": {},
        "missing": missing(envelope) | details_form.missing(noted),
        "errors": wrong(envelope, rows),
        "sharing": None,
        "sharing_open": False,
        "state": "",
        "problem": "",
        "problem_of": None,
        "targets": targets(envelope, noted),
        "focus": "",
        "kept": False,
        "refused": False,
        "new": False,
        "last": last_sending.LastSending(),
        "page_id": uuid4(),
        "upload_id": uuid4(),
        "version": "",
    }


def _me() -> tuple[str, str]:
    member = current.member()
    return member.name, member.email


def marks(envelope: Envelope, noted: DetailsView) -> dict[str, Any]:
    """By which the page will say what it shows: see core/envelopes/drafts/draft_marks.py."""
    return {
        "name": draft_marks.mark(envelope.name),
        "message": draft_marks.mark(envelope.message),
        "schedule": draft_marks.mark(envelope.schedule.text),
        "titles": {d.id: draft_marks.mark(d.name) for d in envelope.documents},
        "order": draft_document_list.order_of(envelope),
        "noted": details.mark_of(noted.details),
        "documents": draft_marks.of_documents(envelope),
        "fields": draft_marks.of_fields(envelope),
    }


def is_placeable(envelope: Envelope) -> bool:
    """There are pages to place fields on, and a recipient who can have fields."""
    return any(d.takes_fields for d in envelope.documents) and any(
        r.role.has_fields for r in envelope.recipients
    )


def missing(envelope: Envelope) -> dict[str, str]:
    """What keeps it from being sent, or published: the place on the page → a sentence."""
    if envelope.content_of is not None:
        return publishing.missing(envelope)
    return draft_autosave.missing(envelope)


def targets(envelope: Envelope, noted: DetailsView) -> dict[str, str]:
    """The control at which what is missing is mended, by the place that `missing` names."""
    found = {f"document-{d.id}": f"title-{d.id}" for d in envelope.documents}
    rejected = (d for d in envelope.documents if d.status is DocumentStatus.REJECTED)
    if unusable := next(rejected, None):
        found["documents"] = f"document-{unusable.id}"
    elif not envelope.documents:
        found["documents"] = "files"
    values = noted.details.values
    lacking = [f for f in noted.fields if f.required and not values.get(f.id)]
    return found | {
        "recipients": "name-0",
        "fields": "place_fields" if is_placeable(envelope) else "fields_part",
        "noted": f"value-{lacking[0].id}" if lacking else "noted",
    }


def wrong(
    envelope: Envelope, rows: Sequence[RecipientRow], all_of_it: bool = False
) -> dict[str, str]:
    """
    What is typed and cannot be sent like that, by its input. `all_of_it`: what is empty, too.
    """
    found = _wrong_people(envelope)
    ids = [r.id for r in envelope.recipients]
    places = {ids.index(row.id): n for n, row in enumerate(rows) if row.id in ids}
    errors: dict[str, str] = {"recipients": found["recipients"]} if "recipients" in found else {}
    for place, text in found.items():
        kind, _, number = place.partition("-")
        place_in_page = places.get(int(number)) if number else None
        if place_in_page is None:
            continue
        if all_of_it or kind == "order" or getattr(rows[place_in_page], kind).strip():
            errors[f"{kind}-{place_in_page}"] = text
    lacks = missing(envelope)
    titles = {f"document-{d.id}": d for d in envelope.documents}
    errors |= {f"title-{d.id}": lacks[place] for place, d in titles.items() if place in lacks}
    named = {"name": envelope.name, "message": envelope.message}
    return errors | {n: lacks[n] for n, text in named.items() if n in lacks and (all_of_it or text)}


def _wrong_people(envelope: Envelope) -> dict[str, str]:
    if envelope.content_of is not None:
        return publishing.wrong_people(envelope)
    return recipient_list.errors(envelope.recipients, email_addresses.deliverable)
