"""What this installation knows of a file that it sealed, byte for byte."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.addresses import email_address
from core.envelopes.envelope import Envelope
from core.envelopes.events.lifecycle import EnvelopeCompleted
from core.envelopes.recipient import Recipient
from core.evidence import audit, consistency
from core.evidence.audit import Entry, Trail
from tenants.encryption.keys import Destroyed, Undecryptable
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading


@dataclass(frozen=True, slots=True)
class KnownSigner:
    """`address` is masked: enough to recognize whom one knows. `did`: "Signed", "Approved"."""

    name: str
    address: str
    at: datetime | None
    did: str
    signs: bool


@dataclass(frozen=True, slots=True)
class KnownFile:
    """
    A file that this installation sealed, as a verified audit trail says.

    Two organizations may have one name: `slug` is this one's alone, `domains` are those that it
    has proven by DNS to be its own. `proved`: rows and trail say the same; else no names are given,
    as of a `closed` organization, whose names are erased.
    """

    organization_name: str
    slug: str
    domains: tuple[str, ...]
    proved: bool
    closed: bool
    envelope_name: str
    certificate: bytes
    sealed_at: datetime
    signers: tuple[KnownSigner, ...]

    @property
    def all_sign(self) -> bool:
        return all(signer.signs for signer in self.signers)


def known_file(
    tx: Transaction, envelope_id: UUID, document_id: UUID, sha256: str
) -> KnownFile | None:
    """
    In the organization that the directory names for this SHA-256 (hex).

    A row alone makes no file known: an intact audit trail has to name it.
    """
    envelope, _, entries = reading.with_trail(tx, *tx.envelopes.versioned(envelope_id))
    if not _is_named(tx, envelope, entries, sha256):
        return None
    origin = tx.sealed_file_origins.get(envelope_id, document_id)
    proved = not consistency.differences(envelope, entries)
    name = consistency.sender(entries).organization if proved else origin.organization_name
    return KnownFile(
        organization_name=name,
        slug=origin.slug,
        domains=origin.domains,
        proved=proved,
        closed=_is_closed(tx),
        envelope_name=envelope.name if proved else "",
        certificate=origin.certificate,
        sealed_at=origin.sealed_at,
        signers=_signers(envelope) if proved else (),
    )


def _is_closed(tx: Transaction) -> bool:
    try:
        return not tx.key
    except Destroyed:
        return True
    except Undecryptable:
        return False


def _is_named(tx: Transaction, envelope: Envelope, entries: tuple[Entry, ...], sha256: str) -> bool:
    """Whether the trail is whole, and says that these very bytes were sealed."""
    try:
        audit.verify(Trail(tx.organization_id, envelope.id), entries, envelope.head)
    except audit.BrokenChain:
        return False
    completed = [e.data for e in entries if e.type == EnvelopeCompleted.type]
    return any(sha256 in (c["certificate"], *c["documents"].values()) for c in completed)


def _signers(envelope: Envelope) -> tuple[KnownSigner, ...]:
    acting = [r for r in envelope.recipients if r.role.acts]
    acting.sort(key=lambda r: r.completed_at or envelope.created_at)
    return tuple(_signer(recipient) for recipient in acting)


def _signer(recipient: Recipient) -> KnownSigner:
    role, address = recipient.role, email_address.mask(recipient.email)
    did = role.words.finished_at
    return KnownSigner(recipient.name, address, recipient.completed_at, did, role.signs)
