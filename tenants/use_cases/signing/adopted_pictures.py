"""Whether the pictures of an envelope's signatures are those that were adopted."""

import hashlib
from uuid import UUID

from core.envelopes.envelope import Envelope
from tenants.encryption.keys import Undecryptable
from tenants.store.signing import signatures
from tenants.transaction import Transaction


def different(tx: Transaction, envelope: Envelope) -> tuple[UUID, ...]:
    """Signatures whose picture is not the adopted one; one that was erased is none of them."""
    if not envelope.signatures:
        return ()
    adopted = {s.id: s.image_sha256 for s in envelope.signatures}
    return tuple(
        id
        for id, encrypted in tx.signatures.encrypted(envelope.id).items()
        if encrypted and _sha256(tx, id, encrypted) != adopted.get(id)
    )


def _sha256(tx: Transaction, signature_id: UUID, encrypted: bytes) -> str:
    """In hex; empty for what our key does not open."""
    try:
        png = signatures.decrypt(tx.rows.key, signature_id, encrypted)
    except Undecryptable:
        return ""
    return hashlib.sha256(png).hexdigest()
