"""DocuSign's words for how far an envelope and a recipient have come."""

from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient, RecipientStatus

# Waiting for its pages, it counts as sent: whoever asked for that has nothing more to do.
ENVELOPE = {
    Status.DRAFT: "created",
    Status.SENT: "sent",
    Status.DELIVERED: "delivered",
    Status.SIGNED: "signed",
    Status.COMPLETED: "completed",
    Status.DECLINED: "declined",
    Status.VOIDED: "voided",
    Status.EXPIRED: "voided",
}
RECIPIENT = {
    RecipientStatus.CREATED: "created",
    RecipientStatus.SENT: "sent",
    RecipientStatus.DELIVERED: "delivered",
    RecipientStatus.COMPLETED: "completed",
    RecipientStatus.DECLINED: "declined",
    RecipientStatus.REASSIGNED: "completed",
    RecipientStatus.SKIPPED: "completed",
}
EXPIRED = "The envelope has expired."
WORDS = frozenset(ENVELOPE.values()) | {"timedout", "deleted", "processing", "any"}


def of_envelope(envelope: Envelope) -> str:
    if envelope.deleted_at is not None:
        return "deleted"
    if envelope.status is Status.DRAFT and envelope.send_requested_by:
        return "sent"
    return ENVELOPE[envelope.status]


def of_recipient(recipient: Recipient) -> str:
    """Of someone who got a copy, too: theirs is there when the envelope is completed."""
    return RECIPIENT[recipient.status]


def statuses(words: str) -> frozenset[Status]:
    """Those that are meant by words with commas between them. Raises ValueError with the word."""
    found: set[Status] = set()
    for word in filter(None, (part.strip().casefold() for part in words.split(","))):
        if word not in WORDS:
            raise ValueError(word)
        if word == "any":
            return frozenset()
        if word == "timedout":
            found.add(Status.EXPIRED)
        found |= {status for status, known in ENVELOPE.items() if known == word}
    return frozenset(found)
