"""What can happen to an envelope. Each event is one line of its audit trail."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID


def personal() -> Any:
    """A value about a person: the hashed text holds only a salted commitment to it."""
    return field(default="", metadata={"personal": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Public values are UUIDs, strings, integers and times; personal ones are strings."""

    def public(self) -> dict[str, Any]:
        """The values that stand in the hashed text as they are."""
        return {f.name: getattr(self, f.name) for f in fields(self) if not f.metadata}

    def private(self) -> dict[str, str]:
        """The values that the hashed text only commits to; empty ones are left out."""
        named = {f.name: getattr(self, f.name) for f in fields(self) if f.metadata}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeCreated(Event):
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAdded(Event):
    document_id: UUID
    sha256: str
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPasswordGiven(Event):
    """The password itself is kept encrypted until intake has used it, and never recorded."""

    document_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccepted(Event):
    document_id: UUID
    canonical_sha256: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRejected(Event):
    document_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRemoved(Event):
    document_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientNamed(Event):
    recipient_id: UUID
    role: str
    routing_order: int
    name: str = personal()
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderNamed(Event):
    """Who sends, as the certificate prints it, whoever the envelope is handed over to later."""

    person_id: UUID
    name: str = personal()
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsPlaced(Event):
    """`placements` is the canonical JSON of every field as it was sent."""

    count: int
    placements: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeSent(Event):
    """
    Named as it was sent: a draft may have been renamed since it was created.

    `documents` is the canonical JSON of every document as it was sent. With the recipients and
    fields of the entries before, it commits to all that was sent. `organization` is its name.
    """

    expires_at: datetime
    time_zone: str
    name: str = personal()
    message: str = personal()
    documents: str = personal()
    organization: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientInvited(Event):
    recipient_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientReminded(Event):
    recipient_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLost(Event):
    """The mail server broke off, or refused it, when it was handed over; it is not tried again."""

    recipient_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBounced(Event):
    """`letter` is what was to be mailed; `code` what the server said (SMTP), 0 for no server."""

    recipient_id: UUID
    letter: str
    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientCorrected(Event):
    recipient_id: UUID
    old_name: str = personal()
    old_email: str = personal()
    name: str = personal()
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientSignedIn(Event):
    """
    A recipient was let in without a mailed link: as the member who has the same address.

    `method` is how they signed in (password, passkey, sso), `factors` how many proofs they gave.
    """

    recipient_id: UUID
    person_id: UUID
    session_id: UUID
    method: str
    factors: int
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAccepted(Event):
    recipient_id: UUID
    disclosure: str
    disclosure_sha256: str
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientDelivered(Event):
    recipient_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeDelivered(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureAdopted(Event):
    recipient_id: UUID
    signature_id: UUID
    kind: str
    method: str
    image_sha256: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientCompleted(Event):
    """`values` is the canonical JSON of field id → value, as they were finished."""

    recipient_id: UUID
    values: str = personal()
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientDeclined(Event):
    recipient_id: UUID
    reason: str = personal()
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeDeclined(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeVoided(Event):
    reason: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeExpired(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeSigned(Event):
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeCompleted(Event):
    """SHA-256 in hex of each sealed document by its id, and of the sealed certificate."""

    documents: dict[str, str]
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesErased(Event):
    """What entries no longer say: by the sequence of each, the names of the values that went."""

    values: dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsChanged(Event):
    """`old` and `new` are the canonical JSON of pairs: what is noted, and its value."""

    count: int
    old: str = personal()
    new: str = personal()
