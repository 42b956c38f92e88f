"""The pages of a preview: those of signing, with a bar above them that says what they are."""

from typing import Any
from uuid import UUID

from flask import Response

from core.envelopes.drafts import preview
from core.envelopes.envelope import Envelope
from core.fields.field import Field
from core.signing import acknowledging
from tenants.ceremony import Ceremony
from tenants.store.documents.page_images import SIGNING_WIDTH
from webapp.pages.documents.document_pages import Places
from webapp.pages.envelopes import field_summaries
from webapp.pages.fields.preview_state import Preview
from webapp.pages.signing import ceremony_page
from webapp.render import render


def page(draft: Envelope, state: Preview, status: int = 200, **context: Any) -> Response:
    """What the recipient gets to see when it is their turn. `draft` is the envelope as stored."""
    ceremony = state.ceremony
    context = {
        "signing_page": ceremony_page.to_act(ceremony),
        "sheets": ceremony_page.to_fill(ceremony),
        "image_width": SIGNING_WIDTH,
        "asking": False,
        "kept": False,
    } | context
    return part("fields/preview.html", draft, state, status, **context)


def part(
    template: str, draft: Envelope, state: Preview, status: int = 200, **context: Any
) -> Response:
    bar = {
        "readers": preview.readers(draft),
        "hues": {s.recipient.id: s.hue for s in field_summaries.of(draft)},
    }
    return render(template, status=status, **bar | _context(state) | context)


def saved(state: Preview, fields: list[Field], status: int = 200, **context: Any) -> Response:
    """The fields as they stand now, and how far this brought the recipient."""
    context = {"fields": fields, "adopted": "", "kept": False} | context
    return render("signing/field_saved.html", status=status, **_context(state) | context)


def places(ceremony: Ceremony) -> Places:
    of: dict[str, UUID] = {"envelope_id": ceremony.whole.id, "as": ceremony.recipient_id}
    return Places("previews", of, "previews.sheets_show")


def _context(state: Preview) -> dict[str, Any]:
    ceremony = state.ceremony
    return ceremony_page.fields_context(ceremony) | {
        "previewing": state,
        "entered": state.entered,
        "ceremony": ceremony,
        "envelope": ceremony.envelope,
        "recipient": ceremony.recipient,
        "places": places(ceremony),
        "supplements": acknowledging.supplements(ceremony.envelope, ceremony.recipient_id),
    }
