"""Leafing through an envelope that was sent: its pages, with what stands on them so far.

Once it is completed everybody sees the sealed pages. Before that, values and signatures of those
who have finished lie over the pages as they were sent.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from core.envelopes.envelope import Envelope, Status
from core.fields.field import Field
from core.refusals import NotFound
from tenants.organization import Organization, Transaction
from tenants.store.documents import page_images
from tenants.store.documents.page_images import PageId, PageImage


class Reader(Protocol):
    """Somebody who may read an envelope: a member, a recipient, whoever has a link to read by."""

    @property
    def organization(self) -> Organization: ...

    def open(
        self, page: PageId | None = None
    ) -> AbstractContextManager[tuple[Transaction, Envelope]]:
        """
        The envelope, within a transaction; that they looked at `page` is written down.

        Raises NotFound, or the refusal that tells this reader why not.
        """
        ...


@dataclass(frozen=True, slots=True)
class Leaves:
    """`drawn` are the pages that can be seen already, `written` what lies over them."""

    envelope: Envelope
    drawn: frozenset[tuple[UUID, int]]
    written: tuple[Field, ...]


def leaves(reader: Reader) -> Leaves:
    with reader.open() as (tx, envelope):
        return Leaves(envelope, page_images.drawn(tx, envelope), written(envelope))


def leaf(reader: Reader, page: PageId) -> Leaves:
    """The same of one page, which is drawn soon if it is not yet. Raises NotFound."""
    with reader.open() as (tx, envelope):
        there = page_images.is_drawn(tx, envelope, page)
    drawn = frozenset({(page.document_id, page.number)} if there else ())
    return Leaves(envelope, drawn, written(envelope))


def image(reader: Reader, page: PageId) -> PageImage:
    """Raises NotFound."""
    with reader.open(page) as (tx, envelope):
        found = page_images.find(tx, envelope, page)
    return page_images.image(reader.organization, found)


def lines(reader: Reader, page: PageId) -> tuple[Envelope, list[dict[str, Any]]]:
    """The text of a page, for reading aloud and selecting. Raises NotFound."""
    with reader.open(page) as (tx, envelope):
        found = page_images.lines(reader.organization, tx, envelope, page.document_id, page.number)
    return envelope, found


def signature(reader: Reader, signature_id: UUID) -> bytes:
    """A PNG that lies over a page which this reader may see. Raises NotFound."""
    with reader.open() as (tx, envelope):
        if str(signature_id) not in {field.value for field in written(envelope)}:
            raise NotFound
        row = tx.one(
            "select image from signatures where id = %s and envelope_id = %s",
            *(signature_id, envelope.id),
        )
    return reader.organization.key.decrypt(row["image"], f"signature:{signature_id}")


def written(envelope: Envelope) -> tuple[Field, ...]:
    """
    What is shown over the pages. Of those who have not finished nothing: they may still change
    it. Of a completed envelope nothing: it stands on the sealed pages.
    """
    if envelope.status is Status.COMPLETED:
        return ()
    finished = {r.id for r in envelope.recipients if r.completed_at}
    return tuple(f for f in envelope.fields if f.value and f.recipient_id in finished)
