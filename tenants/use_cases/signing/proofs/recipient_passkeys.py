"""The passkey by which a recipient proves who they are: created once for an address."""

from datetime import datetime
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
)

from core.access import Permission
from core.addresses.email_address import fold
from core.envelopes.recipient import Recipient
from core.refusals import NotFound
from core.signing import link
from core.signing.origin import Origin
from core.signing.proofs import proving
from core.signing.proofs.enrolled import passkey
from core.signing.proofs.enrolled.passkey import PASSKEY
from core.signing.proofs.proof_state import ProofState
from core.signing.refusals import CodeExpired
from tenants.identifiers import new_token
from tenants.store.signing.recipient_passkeys import RecipientPasskey
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import relying_party
from tenants.use_cases.sign_in.relying_party import Site
from tenants.use_cases.signing import identity_proofs

CONTEXT = "recipient passkey"
PROVE = "prove"  # what a challenge is for


def enrolled(tx: Transaction, recipient: Recipient) -> RecipientPasskey | None:
    """None where they have not created one yet."""
    return tx.recipient_passkeys.of(_address(tx, recipient.email))


def ask(
    tx: Transaction, recipient: Recipient, asked_by: str, site: Site, session: bytes, now: datetime
) -> str:
    """
    What the browser asks its authenticator for (JSON): to create a passkey, or to use theirs.

    A challenge is answered once, in the session that asked. Raises NotFound, ProofsLocked,
    ProofNeeded, and what keeps a recipient from acting.
    """
    identity_proofs.check_may_try(tx, PASSKEY.name, now)
    known, challenge = enrolled(tx, recipient), new_token().encode()
    whose = _asked_in(session)
    tx.passkeys.issue_challenge(whose, challenge, PROVE, None, relying_party.LIFE)
    if known is None:
        proving.check_may_enrol(recipient, PASSKEY.name, tx.recipient.proofs)
        made = webauthn.generate_registration_options(
            rp_id=site.host,
            rp_name=asked_by,
            user_id=_address(tx, recipient.email),
            user_name=recipient.email,
            user_display_name=recipient.name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=relying_party.VERIFIED,
            ),
        )
        return webauthn.options_to_json(made)
    if known.host != site.host:
        raise NotFound
    used = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(known.credential_id)],
        user_verification=relying_party.VERIFIED,
    )
    return webauthn.options_to_json(used)


def take(tx: Transaction, session: bytes) -> bytes:
    """
    What was asked, in a transaction before that of the answer: whatever comes of it, it was the
    only one. Raises CodeExpired.
    """
    taken = tx.passkeys.take_challenge(_asked_in(session), PROVE)
    if taken is None:
        raise CodeExpired
    return taken[0]


def answer(
    tx: Transaction,
    challenge: bytes,
    credential: str,
    site: Site,
    session: bytes,
    origin: Origin,
    now: datetime,
) -> ProofState | None:
    """
    None when it is their passkey, or one they created just now; else how many tries have failed.

    Raises NotFound, ProofsLocked, and what keeps a recipient from acting.
    """

    def judge(recipient: Recipient, _: ProofState) -> str | None:
        try:
            known = enrolled(tx, recipient)
            if known is None:
                proving.check_may_enrol(recipient, PASSKEY.name, tx.recipient.proofs)
                return _created(tx, recipient, challenge, credential, site, now)
            return _used(tx, recipient, known, challenge, credential, site)
        except (WebAuthnException, ValueError, KeyError, TypeError):
            return None

    return identity_proofs.judge(tx, PASSKEY.name, judge, session, origin, now)


def reset(tx: Transaction, envelope_id: UUID, recipient_id: UUID, now: datetime) -> None:
    """They lost their passkey and create another one at the next envelope. Raises NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if tx.recipient_passkeys.forget(_address(tx, envelope.recipient(recipient_id).email)):
        outcome = proving.reset_passkey(envelope, recipient_id)
        tx.record(outcome, tx.principal.actor, now)


def erase(tx: Transaction, email: str) -> None:
    """Of a person who is erased."""
    tx.recipient_passkeys.forget(_address(tx, email))


def _created(
    tx: Transaction,
    recipient: Recipient,
    challenge: bytes,
    credential: str,
    site: Site,
    now: datetime,
) -> str | None:
    made = webauthn.verify_registration_response(
        credential=relying_party.parsed(credential),
        expected_challenge=challenge,
        expected_rp_id=site.host,
        expected_origin=site.origin,
        require_user_verification=True,
    )
    parts = (made.credential_id, made.credential_public_key, made.sign_count)
    kept = RecipientPasskey(site.host, *parts, now)
    is_first = tx.recipient_passkeys.enrol(_address(tx, recipient.email), kept)
    return passkey.check("") if is_first else None


def _used(
    tx: Transaction,
    recipient: Recipient,
    known: RecipientPasskey,
    challenge: bytes,
    credential: str,
    site: Site,
) -> str | None:
    said = relying_party.parsed(credential)
    if base64url_to_bytes(str(said["rawId"])) != bytes(known.credential_id):
        return None
    verified = webauthn.verify_authentication_response(
        credential=said,
        expected_challenge=challenge,
        expected_rp_id=known.host,
        expected_origin=site.origin,
        credential_public_key=bytes(known.public_key),
        credential_current_sign_count=known.sign_count,
        require_user_verification=True,
    )
    address = _address(tx, recipient.email)
    if not tx.recipient_passkeys.use(address, known.sign_count, verified.new_sign_count):
        return None
    return passkey.check(known.enrolled_at.date().isoformat())


def _address(tx: Transaction, email: str) -> bytes:
    return tx.rows.key.digest(fold(email), CONTEXT)


def _asked_in(session: bytes) -> bytes:
    return link.digest(f"{PROVE}:{session.hex()}")
