"""Signing in by passkey: alone, or as the second step after a password."""

from datetime import datetime
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from core.sign_in.refusals import PasskeyNotAccepted, SignInLapsed
from core.sign_in.sign_in_policy import Method
from core.signing import link
from tenants.installation import Installation
from tenants.store.sign_in.accounts import Accounts
from tenants.use_cases.sign_in import attempt_limits, relying_party, second_factors, signing_in
from tenants.use_cases.sign_in.relying_party import Question

SIGN_IN, SECOND_STEP = "sign_in", "second_step"


def ask(installation: Installation, address: str, pending: str | None = None) -> Question:
    """
    For anybody, or with `pending` for whoever owes a second step, whose own passkeys it names.

    Raises SignInLapsed, TooManyAttempts.
    """
    attempt_limits.count_network(installation, address)
    with installation.platform.transaction() as tx:
        accounts = Accounts(tx.rows.connection)
        person_id = None
        if pending is not None:
            person_id = accounts.pending_sign_in(link.digest(pending))
            if person_id is None:
                raise SignInLapsed
        known = accounts.passkeys_of(person_id) if person_id else ()
        purpose = SECOND_STEP if person_id else SIGN_IN
        token, challenge = relying_party.challenge(accounts, purpose, person_id)
    options = webauthn.generate_authentication_options(
        rp_id=relying_party.host(installation),
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(k.credential_id) for k in known],
        user_verification=relying_party.VERIFIED,
    )
    return Question(webauthn.options_to_json(options), token)


def sign_in(
    installation: Installation, token: str, credential: str, address: str, user_agent: str = ""
) -> str:
    """
    A session token, for a passkey alone: it is in somebody's hands and knows its owner.

    Raises PasskeyNotAccepted, AnotherWayNeeded, TooManyAttempts.
    """
    attempt_limits.count_network(installation, address)
    taken = _take(installation, token, SIGN_IN)
    with installation.platform.transaction() as tx:
        accounts = Accounts(tx.rows.connection)
        person_id = _answered(installation, accounts, taken, credential)
        session = signing_in.admit(accounts, person_id, Method.PASSKEY, 2, address, user_agent)
    return signing_in.admitted(session)


def finish(
    installation: Installation,
    pending: str,
    token: str,
    credential: str,
    address: str,
    now: datetime,
    user_agent: str = "",
) -> str:
    """A session token, after the password. Raises SignInLapsed, PasskeyNotAccepted, and so on."""
    person_id = second_factors.second_step(installation, pending, now)
    attempt_limits.count_proof(installation, person_id)
    taken = _take(installation, token, SECOND_STEP)
    with installation.platform.transaction() as tx:
        accounts = Accounts(tx.rows.connection)
        accounts.hold(person_id)  # a new password ends this sign-in, or the session that it opens
        if _answered(installation, accounts, taken, credential) != person_id:
            raise PasskeyNotAccepted
        if accounts.close_pending_sign_in(link.digest(pending)) is None:
            raise SignInLapsed
        session = signing_in.admit(accounts, person_id, Method.PASSWORD, 2, address, user_agent)
    attempt_limits.forgive_proof(installation, person_id)
    return signing_in.admitted(session)


def _take(installation: Installation, token: str, purpose: str) -> tuple[bytes, UUID | None]:
    """In a transaction of its own: whatever comes of the answer, it was the only one."""
    with installation.platform.transaction() as tx:
        taken = Accounts(tx.rows.connection).take_challenge(link.digest(token), purpose)
    if taken is None:
        raise PasskeyNotAccepted
    return taken


def _answered(
    installation: Installation,
    accounts: Accounts,
    taken: tuple[bytes, UUID | None],
    credential: str,
) -> UUID:
    """Whose passkey answered the challenge. Raises PasskeyNotAccepted."""
    try:
        answer = relying_party.parsed(credential)
        credential_id = base64url_to_bytes(str(answer["rawId"]))
        key = accounts.passkey(credential_id)
        if key is None or taken[1] not in (None, key.person_id):
            raise PasskeyNotAccepted
        if base64url_to_bytes(str(answer["response"]["userHandle"])) != key.person_id.bytes:
            raise PasskeyNotAccepted
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=taken[0],
            expected_rp_id=relying_party.host(installation),
            expected_origin=relying_party.origin(installation),
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise PasskeyNotAccepted from None
    if not accounts.use_passkey(credential_id, key.sign_count, verified.new_sign_count):
        raise PasskeyNotAccepted
    return key.person_id
