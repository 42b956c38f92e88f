"""What is checked before an envelope is sealed: that it says what was signed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, Status
from core.envelopes.sender import Sender
from core.evidence import audit, consistency
from core.evidence.audit import Entry, Trail
from tenants.encryption.keys import Destroyed, Undecryptable
from tenants.installation import Organization
from tenants.store.signing import signatures
from tenants.use_cases.documents.document_intake import canonical_name
from tenants.use_cases.evidence import signing_certificates

NOT_SEALED = "Not sealed: "  # how the reason of a stopped seal begins
NAMED = 5  # differences in a message, of however many there are


class Tampered(Exception):
    """
    What is stored is not what was signed. It is not sealed; an operator has to look at it.

    The text names tables, columns and ids, and no value.
    """

    permanent = True

    def __init__(self, why: str) -> None:
        super().__init__(NOT_SEALED + why)


@dataclass(frozen=True, slots=True)
class Sealing:
    """
    All that a seal is made of but the documents, checked: the trail up to the last signature, the
    rows that it proves, who sent as it was recorded then, the adopted images by id, the disclosures
    that were accepted by their SHA-256, and the organization's certificate and key in DER.
    """

    envelope: Envelope
    entries: tuple[Entry, ...]
    images: dict[UUID, bytes]
    disclosures: dict[str, str]
    sender: Sender
    certificate: bytes
    private_key: bytes


@dataclass(frozen=True, slots=True)
class StoredForSealing:
    """What one transaction read: rows, trail, encrypted pictures and key, all of one moment."""

    envelope: Envelope
    entries: tuple[Entry, ...]
    pictures: dict[UUID, bytes]
    disclosures: dict[str, str]
    certificate: bytes
    private_key: bytes


def checked(organization: Organization, stored: StoredForSealing) -> Sealing | None:
    """
    With no transaction open, for it takes long.

    None when the envelope needs no sealing (any more). Raises Tampered.
    """
    envelope, entries = stored.envelope, stored.entries
    _check(organization, envelope, entries)
    if envelope.status is not Status.SIGNED:
        return None
    return Sealing(
        envelope=envelope,
        entries=consistency.until_signed(entries),
        images={
            id: _image(organization, envelope, id, picture)
            for id, picture in stored.pictures.items()
        },
        disclosures=_disclosures(entries, stored.disclosures),
        sender=consistency.sender(entries),
        certificate=stored.certificate,
        private_key=_private_key(organization, stored.certificate, stored.private_key),
    )


def canonical(organization: Organization, sha256: str) -> bytes:
    """One canonical version: an envelope's documents are read one by one. Raises Tampered."""
    data = _decrypted(lambda: organization.get(canonical_name(sha256)))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Tampered(f"the file of document {sha256} is not what the signers saw.")
    return data


def _check(organization: Organization, envelope: Envelope, entries: tuple[Entry, ...]) -> None:
    """The chain first, then every row that it tells of. Raises Tampered."""
    try:
        audit.verify(Trail(organization.id, envelope.id), entries, envelope.head)
        consistency.sender(entries)
    except (audit.BrokenChain, consistency.TrailIncomplete) as broken:
        raise Tampered(f"the audit trail of {envelope.id}, {broken}.") from broken
    found = consistency.differences(envelope, entries)
    if found:
        more = f", and {len(found) - NAMED} more" if len(found) > NAMED else ""
        named = ", ".join(map(str, found[:NAMED]))
        raise Tampered(
            f"what is stored of envelope {envelope.id} is not what was signed"
            f" according to its audit trail: {named}{more}."
        )


def _image(organization: Organization, envelope: Envelope, id: UUID, sealed: bytes) -> bytes:
    adopted = next(s for s in envelope.signatures if s.id == id)
    png = _decrypted(lambda: signatures.decrypt(organization.key, id, sealed))
    if hashlib.sha256(png).hexdigest() != adopted.image_sha256:
        raise Tampered(f"signatures.image of {id} is not what was adopted.")
    return png


def _disclosures(entries: tuple[Entry, ...], kept: dict[str, str]) -> dict[str, str]:
    """The texts that were accepted, as they were shown. Raises Tampered."""
    for _, sha256 in consistency.disclosures(entries):
        text = kept.get(sha256, "")
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            raise Tampered(f"disclosure_texts.text of {sha256} is not what was accepted.")
    return kept


def _private_key(organization: Organization, certificate: bytes, sealed: bytes) -> bytes:
    """The key in PKCS#8 DER, if the certificate is the one that was made with it."""
    key = _decrypted(lambda: organization.key.decrypt(sealed, "signing key"))
    if not key or not signing_certificates.is_key_pair(certificate, key):
        raise Tampered("organizations.certificate and its key do not belong together.")
    return key


def _decrypted(read: Callable[[], bytes]) -> bytes:
    """Nothing where the bytes were changed; a key that was destroyed is another matter."""
    try:
        return read()
    except Destroyed:
        raise
    except Undecryptable:
        return b""
