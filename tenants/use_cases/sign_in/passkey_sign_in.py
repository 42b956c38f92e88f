"""Signing in by passkey: alone, or as the second step after a password."""

from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from core.sign_in.refusals import PasskeyNotAccepted, SignInLapsed
from core.sign_in.sign_in_policy import Method
from core.signing import link
from core.signing.origin import Origin
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import relying_party, second_factors, signing_in
from tenants.use_cases.sign_in.relying_party import PasskeyChallenge

SIGN_IN, SECOND_STEP = "sign_in", "second_step"
# What is to be signed, and by whom if that is known.
Challenge = tuple[bytes, UUID | None]


def ask(tx: Transaction, pending: str | None = None) -> PasskeyChallenge:
    """
    For anyone. With `pending` as the second step, for the passkeys of that person.

    Raises SignInLapsed.
    """
    person_id = second_factors.second_step(tx, pending) if pending is not None else None
    known = tx.passkeys.of(person_id) if person_id else ()
    purpose = SECOND_STEP if person_id else SIGN_IN
    token, challenge = relying_party.challenge(tx, purpose, person_id)
    options = webauthn.generate_authentication_options(
        rp_id=relying_party.host(tx.settings),
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(k.credential_id) for k in known],
        user_verification=relying_party.VERIFIED,
    )
    return PasskeyChallenge(webauthn.options_to_json(options), token)


def take(tx: Transaction, token: str, purpose: str) -> Challenge:
    """
    What was asked, in a transaction before that of the answer: whatever comes of it, it was the
    only one. Raises PasskeyNotAccepted.
    """
    taken = tx.passkeys.take_challenge(link.digest(token), purpose)
    if taken is None:
        raise PasskeyNotAccepted
    return taken


def sign_in(tx: Transaction, taken: Challenge, credential: str, origin: Origin) -> str | None:
    """
    A session token, for a passkey alone: having it and unlocking it are two factors.

    See signing_in.admitted. Raises PasskeyNotAccepted.
    """
    person_id = _answered(tx, taken, credential)
    return signing_in.admit(*(tx, person_id, Method.PASSKEY, 2, origin.address, origin.user_agent))


def finish(
    tx: Transaction,
    person_id: UUID,
    pending: str,
    taken: Challenge,
    credential: str,
    origin: Origin,
) -> str | None:
    """The same after the password, of whose second step it is. Raises SignInLapsed too."""
    # A new password ends this sign-in, or the session that it opens.
    tx.accounts.lock_shared(person_id)
    if _answered(tx, taken, credential) != person_id:
        raise PasskeyNotAccepted
    if tx.second_factors.close_pending_sign_in(link.digest(pending)) is None:
        raise SignInLapsed
    return signing_in.admit(*(tx, person_id, Method.PASSWORD, 2, origin.address, origin.user_agent))


def _answered(tx: Transaction, taken: Challenge, credential: str) -> UUID:
    """Whose passkey answered the challenge. Raises PasskeyNotAccepted."""
    try:
        answer = relying_party.parsed(credential)
        credential_id = base64url_to_bytes(str(answer["rawId"]))
        key = tx.passkeys.find(credential_id)
        if key is None or taken[1] not in (None, key.person_id):
            raise PasskeyNotAccepted
        if base64url_to_bytes(str(answer["response"]["userHandle"])) != key.person_id.bytes:
            raise PasskeyNotAccepted
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=taken[0],
            expected_rp_id=relying_party.host(tx.settings),
            expected_origin=relying_party.origin(tx.settings),
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise PasskeyNotAccepted from None
    if not tx.passkeys.use(credential_id, key.sign_count, verified.new_sign_count):
        raise PasskeyNotAccepted
    return key.person_id
