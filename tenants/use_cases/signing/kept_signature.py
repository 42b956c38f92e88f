"""The signature that a member keeps for the next time."""

from core.access import Permission
from core.refusals import NotFound
from tenants.store.signing.kept_signatures import KeptSignature
from tenants.transaction import Transaction
from tenants.use_cases.signing import signature_images

METHODS = ("drawn", "typed", "uploaded")


def check(image: bytes, method: str) -> KeptSignature:
    """With no transaction open, for the picture is decoded. Raises UnusableImage, NotFound."""
    if method not in METHODS:
        raise NotFound
    return KeptSignature(signature_images.check(image), method)


def keep(tx: Transaction, signature: KeptSignature) -> None:
    """Encrypted, instead of the one there was."""
    tx.require(Permission.OWN_ACCOUNT)
    tx.kept_signatures.put(tx.member.person_id, signature)


def forget(tx: Transaction) -> None:
    tx.require(Permission.OWN_ACCOUNT)
    tx.kept_signatures.forget(tx.member.person_id)


def kept(tx: Transaction) -> KeptSignature:
    """Raises NotFound when none is kept."""
    tx.require(Permission.OWN_ACCOUNT)
    return tx.kept_signatures.get(tx.member.person_id)
