"""What a certificate of completion says: nothing that happens after the last signature."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class DocumentFacts:
    """
    `sha256` is that of the canonical version, the bytes that the signers saw. `note` is what is
    special about it, in words.
    """

    name: str
    pages: int
    sha256: str
    note: str = ""


@dataclass(frozen=True)
class RecipientFacts:
    """
    Times are aware, and None for what this recipient did not do. `signature` is a PNG.

    `role` and `finished_label` are the words of the role.
    """

    name: str
    email: str
    role: str
    status: str
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    consented_at: datetime | None = None
    signed_at: datetime | None = None
    ip: str = ""
    user_agent: str = ""
    identity: tuple[str, ...] = ()
    particulars: tuple[tuple[str, str], ...] = ()  # what they are called, and what a witness gave
    signature: bytes = b""
    finished_label: str = "Signed"


@dataclass(frozen=True)
class EventFacts:
    at: datetime
    sentence: str
    actor: str


@dataclass(frozen=True)
class CertificateFacts:
    """
    Times are shown in the zone they carry; `verification` is the address of the public page.

    `disclosures` are title and SHA-256 of those that recipients accepted. Who signs and who does
    not accept different ones, and so do people before and after the organization was renamed.
    """

    organization: str
    envelope_id: str
    envelope_name: str
    sender_name: str
    sender_email: str
    sent_at: datetime
    signed_at: datetime
    documents: tuple[DocumentFacts, ...]
    recipients: tuple[RecipientFacts, ...]
    disclosures: tuple[tuple[str, str], ...]
    events: tuple[EventFacts, ...]
    chain_sequence: int
    chain_hash: str
    verification: str
    language: str = "en"
