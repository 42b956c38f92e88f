"""What a witness is asked besides their signature, printed under it: name, address, occupation."""

from collections.abc import Iterator
from uuid import uuid5

from core.documents.document import Document
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields.field import Field
from core.fields.kinds import address, full_name, occupation

KINDS = (full_name.KIND, address.KIND, occupation.KIND)
WIDTH, HEIGHT, APART = 220.0, 18.0, 4.0


def missing(envelope: Envelope) -> tuple[Field, ...]:
    """The fields that the sender did not place themselves, for those who are to be asked."""
    asked = (r for r in envelope.recipients if r.options.particulars and r.role.witnesses)
    return tuple(field for recipient in asked for field in _missing_of(envelope, recipient))


def _missing_of(envelope: Envelope, recipient: Recipient) -> Iterator[Field]:
    mine = envelope.fields_of(recipient.id)
    signed = next((f for f in mine if f.kind.is_signature), None)
    if signed is None:
        return
    lacking = [kind for kind in KINDS if kind.name not in {f.kind.name for f in mine}]
    page = _page_size(envelope.document(signed.document_id), signed.page)
    width = min(WIDTH, page[0])
    x = max(0.0, min(signed.x, page[0] - width))
    # Under the signature, or above it where the page ends.
    tall = len(lacking) * (HEIGHT + APART)
    is_below = signed.y + signed.height + tall <= page[1]
    top = signed.y + signed.height + APART if is_below else max(0.0, signed.y - tall)
    for row, kind in enumerate(lacking):
        yield Field(
            uuid5(recipient.id, kind.name),
            signed.document_id,
            (recipient.id,),
            kind,
            signed.page,
            x,
            top + row * (HEIGHT + APART),
            width,
            HEIGHT,
        )


def _page_size(document: Document, number: int) -> tuple[float, float]:
    page = document.pages[number - 1]
    return page.width, page.height
