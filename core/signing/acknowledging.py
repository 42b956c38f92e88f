"""Viewing or accepting supplemental documents, which a recipient does before finishing."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.documents.document import Document
from core.documents.supplement import Acknowledgement, Supplement
from core.envelopes.envelope import Envelope, Outcome
from core.refusals import NotFound
from core.signing import turn
from core.signing.events.supplements import SupplementAccepted, SupplementViewed
from core.signing.refusals import PagesComing


def supplements(envelope: Envelope, recipient_id: UUID) -> tuple[Document, ...]:
    """Those that this recipient has to view or accept, done or not."""
    return tuple(
        d for d in envelope.documents if d.supplement and recipient_id not in d.hidden_from
    )


def is_done(envelope: Envelope, recipient_id: UUID, document_id: UUID) -> bool:
    given = ((a.document_id, a.recipient_id) for a in envelope.acknowledgements)
    return (document_id, recipient_id) in given


def pending(envelope: Envelope, recipient_id: UUID) -> tuple[Document, ...]:
    """Those that keep this recipient from finishing."""
    mine = supplements(envelope, recipient_id)
    return tuple(d for d in mine if not is_done(envelope, recipient_id, d.id))


def acknowledge(
    envelope: Envelope, recipient_id: UUID, document_id: UUID, now: datetime
) -> Outcome:
    """
    The recipient has viewed or accepted it, as the document asks. A second time changes nothing.

    Raises NotFound for a document that asks for neither or is hidden from them, PagesComing.
    """
    turn.check_consented(envelope, envelope.recipient(recipient_id))
    turn.check_time(envelope, now)
    document = next((d for d in supplements(envelope, recipient_id) if d.id == document_id), None)
    if document is None:
        raise NotFound
    if not document.drawn:
        raise PagesComing
    if is_done(envelope, recipient_id, document_id):
        return Outcome(envelope)
    given = Acknowledgement(document_id, recipient_id, now)
    number = envelope.documents.index(document) + 1
    event = SupplementAccepted if document.supplement is Supplement.ACCEPT else SupplementViewed
    return Outcome(
        replace(envelope, acknowledgements=(*envelope.acknowledgements, given)),
        (event(recipient_id=recipient_id, document_id=document_id, number=number),),
    )
