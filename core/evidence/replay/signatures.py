"""The signatures and initials that recipients have adopted."""

from core.envelopes.envelope import Envelope
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import Show, ToldRows, Values, replays, shows
from core.signing.events.signatures import SignatureAdopted


@shows
def signatures(envelope: Envelope, show: Show) -> None:
    for number, s in enumerate(envelope.signatures):
        show("signatures", s.id, position=number, recipient_id=str(s.recipient_id), kind=s.kind)
        show("signatures", s.id, method=s.method, image_sha256=s.image_sha256)


@replays(SignatureAdopted)
def adopted(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell(
        "signatures",
        entry.data["signature_id"],
        position=told.next_position("signatures"),
        recipient_id=entry.data["recipient_id"],
        kind=entry.data["kind"],
        method=entry.data["method"],
        image_sha256=values.get("image_sha256", ""),
    )
