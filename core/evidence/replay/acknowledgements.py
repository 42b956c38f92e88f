"""Supplements that recipients have viewed or accepted."""

from core.documents.supplement import Supplement
from core.envelopes.envelope import Envelope
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import Show, ToldRows, Values, replays, shows
from core.signing.events.supplements import SupplementAccepted, SupplementViewed

ASKED = {SupplementViewed.type: Supplement.VIEW, SupplementAccepted.type: Supplement.ACCEPT}


@shows
def acknowledgements(envelope: Envelope, show: Show) -> None:
    for given in envelope.acknowledgements:
        show("acknowledgements", f"{given.document_id} {given.recipient_id}", at=given.at)


@replays(SupplementViewed)
@replays(SupplementAccepted)
def acknowledged(told: ToldRows, entry: Entry, values: Values) -> None:
    """As the document asked of its readers when it was sent."""
    document_id, recipient_id = entry.data["document_id"], entry.data["recipient_id"]
    asked = told.told("documents", document_id, "supplement")
    if "documents" not in told.unknown and asked != ASKED[entry.type]:
        told.contradict("documents", document_id, "supplement")
    told.tell("acknowledgements", f"{document_id} {recipient_id}", at=entry.at)
