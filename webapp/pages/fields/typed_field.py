"""A field from the form that needs no script: millimetres from the left and from the top."""

from uuid import UUID

from werkzeug.datastructures import MultiDict

from core.documents.document import Document
from core.envelopes.envelope import Envelope
from core.fields import kinds
from core.fields.field import Field
from core.fields.kind import FieldKind
from core.refusals import Invalid, sentence

POINTS_PER_MILLIMETRE = 72 / 25.4


def read(envelope: Envelope, form: MultiDict[str, str]) -> Field:
    """Raises Invalid, NotFound."""
    try:
        kind = kinds.named(form.get("kind", ""))
        document_id, _, page = form.get("page", "").partition(":")
        document = envelope.document(UUID(document_id))
        x, y = (
            float(form.get(name, "").replace(",", ".")) * POINTS_PER_MILLIMETRE
            for name in ("left", "top")
        )
        return Field(
            UUID(form.get("field_id", "")),
            document.id,
            tuple(UUID(id) for id in form.getlist("recipient_ids")),
            kind,
            int(page),
            *_fitting(document, int(page), x, y, kind),
            required="required" in form,
            label=form.get("label", ""),
            properties={p.name: form.get(p.name, "") for p in kind.properties},
        )
    except ValueError:
        message = sentence("Enter a number of millimeters, such as 25.")
        raise Invalid(left=message) from None


def _fitting(
    document: Document, page: int, x: float, y: float, kind: FieldKind
) -> tuple[float, float, float, float]:
    """A usual size, smaller on a page that has no room for it."""
    width, height = kind.size
    if not 1 <= page <= len(document.pages):
        return x, y, width, height
    size = document.pages[page - 1]
    return x, y, min(width, size.width), min(height, size.height)
