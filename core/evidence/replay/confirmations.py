"""The signatures that recipients have confirmed, each by a proof of identity of its own."""

import json

from core.envelopes.envelope import Envelope
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import ERASED, Show, ToldRows, Values, replays, shows
from core.fields import kinds
from core.signing.events.recipients import RecipientCompleted
from core.signing.events.signatures import SignatureConfirmed
from core.signing.proofs import confirming


@shows
def confirmations(envelope: Envelope, show: Show) -> None:
    for made in envelope.confirmations:
        about = {"recipient_id": str(made.recipient_id), "content": made.content, "at": made.at}
        show("confirmations", made.field_id, **about)


@replays(SignatureConfirmed)
def confirmed(told: ToldRows, entry: Entry, values: Values) -> None:
    about = {"recipient_id": entry.data["recipient_id"], "content": entry.data["content"]}
    told.tell("confirmations", entry.data["field_id"], **about, at=entry.at)


@replays(RecipientCompleted)
def completed(told: ToldRows, entry: Entry, values: Values) -> None:
    """Each signature that was asked to be confirmed was, by its signer and as it is."""
    written, id = values.get("values", "{}"), entry.data["recipient_id"]
    email = told.told("recipients", id, "email")
    if not told.told("envelopes", told.envelope_id, "confirming") or ERASED in (written, email):
        return
    corrected = told.told("envelopes", told.envelope_id, "fields_corrected_at")
    content = confirming.mark(email, written, corrected)
    for field_id, value in json.loads(written).items():
        kind = told.told("fields", field_id, "kind")
        if value and kind and kinds.named(kind).is_signature:
            about = {"recipient_id": id, "content": content}
            if any(told.told("confirmations", field_id, n) != v for n, v in about.items()):
                told.contradict("confirmations", field_id, "content")
