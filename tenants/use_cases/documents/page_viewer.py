"""Reading the pages of an envelope that was sent, with what stands on them so far.

Once it is completed everyone sees the sealed pages. Before that, values and signatures of those
who have finished lie over the pages as they were sent. Whether the reader may see them at all was
decided before, in the same transaction.
"""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, Status
from core.fields.field import Field
from core.refusals import NotFound
from core.signing import form_data
from tenants.store.documents.page_images import PageId
from tenants.transaction import Transaction
from tenants.use_cases.documents import page_images


@dataclass(frozen=True, slots=True)
class PageSheets:
    """`drawn` are the pages that can be seen already, `written` what lies over them."""

    envelope: Envelope
    drawn: frozenset[tuple[UUID, int]]
    written: tuple[Field, ...]


def pages(tx: Transaction, envelope: Envelope) -> PageSheets:
    return PageSheets(envelope, page_images.drawn(tx, envelope), values_on_pages(envelope))


def page(tx: Transaction, envelope: Envelope, page: PageId) -> PageSheets:
    """The same of one page, which is drawn soon if it is not yet. Raises NotFound."""
    there = page_images.is_drawn(tx, envelope, page)
    drawn = frozenset({(page.document_id, page.number)} if there else ())
    return PageSheets(envelope, drawn, values_on_pages(envelope))


def signature(tx: Transaction, envelope: Envelope, signature_id: UUID) -> bytes:
    """A PNG that lies over a page which this reader may see. Raises NotFound."""
    if str(signature_id) not in {field.value for field in values_on_pages(envelope)}:
        raise NotFound
    return tx.signatures.picture(signature_id, envelope.id).png


def values_on_pages(envelope: Envelope) -> tuple[Field, ...]:
    """
    What is shown over the pages. Of those who have not finished nothing: they may still change
    it. Of a completed envelope nothing: it stands on the sealed pages. What conditions hide is
    not there either.
    """
    if envelope.status is Status.COMPLETED:
        return ()
    return tuple(f for f in form_data.standing(envelope) if f.value)
