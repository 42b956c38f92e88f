"""The authenticator app by which a recipient proves who they are: set up once for an address."""

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.addresses.email_address import fold
from core.envelopes.recipient import Recipient
from core.signing.proofs import proving
from core.signing.proofs.enrolled import totp
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import one_time_codes

CONTEXT = "recipient authenticator"


@dataclass(frozen=True, slots=True)
class AppEnrolment:
    """`address` is the otpauth:// one, which the QR code holds."""

    secret: str
    address: str


def enrolment(tx: Transaction, recipient: Recipient, session: bytes) -> AppEnrolment | None:
    """
    What a recipient sets up their app with; None where they have done so.

    Of this browser's session: whoever else opened the link earlier saw another secret.
    """
    if tx.recipient_authenticators.is_enrolled(_address(tx, recipient.email)):
        return None
    secret = _new_secret(tx, recipient, session)
    return AppEnrolment(secret, one_time_codes.app_address(secret, recipient.email))


def judge(
    tx: Transaction, recipient: Recipient, typed: str, session: bytes, now: datetime
) -> str | None:
    """
    None for a wrong code, or one that was used; else whether the app was set up just now.

    Raises ProofNeeded.
    """
    address, code = _address(tx, recipient.email), totp.check(typed)
    found = tx.recipient_authenticators.lock(address)
    if found is None:
        proving.check_may_enrol(recipient, "totp", tx.recipient.proofs)
        secret = _new_secret(tx, recipient, session)
        step = one_time_codes.step_of(secret, code, now)
        if step is None:
            return None
        sealed = tx.rows.key.encrypt(secret.encode(), _context(address))
        is_first = tx.recipient_authenticators.enrol(address, sealed, step)
        return totp.FIRST_USE if is_first else None
    sealed, last = found
    secret = tx.rows.key.decrypt(sealed, _context(address)).decode()
    step = one_time_codes.step_of(secret, code, now, after=last)
    if step is None:
        return None
    tx.recipient_authenticators.use(address, step)
    return totp.KNOWN


def reset(tx: Transaction, envelope_id: UUID, recipient_id: UUID, now: datetime) -> None:
    """They lost their app and set up another one at the next envelope. Raises NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    email = envelope.recipient(recipient_id).email
    if tx.recipient_authenticators.forget(_address(tx, email)):
        outcome = proving.reset_authenticator(envelope, recipient_id)
        tx.record(outcome, tx.principal.actor, now)


def erase(tx: Transaction, email: str) -> None:
    """Of a person who is erased."""
    tx.recipient_authenticators.forget(_address(tx, email))


def _address(tx: Transaction, email: str) -> bytes:
    return tx.rows.key.digest(fold(email), CONTEXT)


def _new_secret(tx: Transaction, recipient: Recipient, session: bytes) -> str:
    about = f"{fold(recipient.email)}${session.hex()}"
    return base64.b32encode(tx.rows.key.digest(about, "new authenticator")[:20]).decode()


def _context(address: bytes) -> str:
    return f"{CONTEXT}:{address.hex()}"
