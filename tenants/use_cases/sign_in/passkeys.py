"""Passkeys: keys in someone's own devices, made for this address and no other (WebAuthn)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from core.refusals import Invalid, NotFound, sentence
from core.settings.settings import Settings
from core.signing import link
from core.text.printable import cleaned, is_line
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import (
    account_security,
    authenticator_app,
    one_time_codes,
    reauthentication,
    relying_party,
)
from tenants.use_cases.sign_in.reauthentication import Reauthentication
from tenants.use_cases.sign_in.relying_party import PasskeyChallenge

MOST, LONGEST_NAME = 20, 60
REGISTER = "register"
REJECTED = sentence("This device could not create a passkey. Try again, or use another device.")


def ask_to_register(tx: Transaction, proof: Reauthentication, now: datetime) -> PasskeyChallenge:
    """
    What a new passkey answers. `proof` counts of those who did not sign in just now.

    Raises SignedInThroughOrganization, Invalid(proof=...).
    """
    reauthentication.require_unless_fresh(tx, proof, now)
    member = tx.member
    known = tx.passkeys.of(member.person_id)
    token, challenge = relying_party.challenge(tx, REGISTER, member.person_id)
    options = webauthn.generate_registration_options(
        rp_id=relying_party.host(tx.settings),
        rp_name=one_time_codes.ISSUER,
        user_id=member.person_id.bytes,
        user_name=member.email,
        user_display_name=member.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=relying_party.VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(k.credential_id) for k in known],
    )
    return PasskeyChallenge(webauthn.options_to_json(options), token)


def take(tx: Transaction, token: str) -> bytes:
    """
    What was asked, in a transaction before that of the answer: whatever comes of it, it was the
    only one. Raises Invalid(credential=...).
    """
    reauthentication.lock_account(tx)
    taken = tx.passkeys.take_challenge(link.digest(token), REGISTER)
    if taken is None or taken[1] != tx.member.person_id:
        raise Invalid(credential=REJECTED)
    return taken[0]


def verify(settings: Settings, challenge: bytes, credential: str) -> VerifiedRegistration:
    """The key that a device made for this challenge. Raises Invalid(credential=...)."""
    try:
        return webauthn.verify_registration_response(
            credential=relying_party.parsed(credential),
            expected_challenge=challenge,
            expected_rp_id=relying_party.host(settings),
            expected_origin=relying_party.origin(settings),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Invalid(credential=REJECTED) from None


def add(tx: Transaction, made: VerifiedRegistration, name: str) -> Sequence[str]:
    """The recovery codes, when it is the first second factor. Raises Invalid."""
    reauthentication.lock_account(tx)
    if len(tx.passkeys.of(tx.member.person_id)) >= MOST:
        raise Invalid(name=sentence("You have 20 passkeys. Remove one you no longer use."))
    codes = authenticator_app.first_recovery_codes(tx)
    key = (made.credential_id, made.credential_public_key, made.sign_count)
    if not tx.passkeys.add(tx.member.person_id, *key, name):
        raise Invalid(credential=REJECTED)
    account_security.notify(tx, "factor_added", {"factor": "passkey", "name": name})
    return codes


def rename(tx: Transaction, passkey_id: UUID, name: str) -> None:
    """Raises Invalid(name=...), NotFound."""
    reauthentication.lock_account(tx)
    if not tx.passkeys.rename(tx.member.person_id, passkey_id, check_name(name)):
        raise NotFound


def remove(tx: Transaction, passkey_id: UUID, proof: Reauthentication, now: datetime) -> None:
    """Raises Invalid(proof=...), NotFound."""
    reauthentication.lock_account(tx)
    person_id = tx.member.person_id
    names = {k.id: k.name for k in tx.passkeys.of(person_id)}
    if passkey_id not in names:
        raise NotFound
    reauthentication.require(tx, proof, now)
    tx.passkeys.remove(person_id, passkey_id)
    authenticator_app.forget_recovery_codes_of_nothing(tx)
    values = {"factor": "passkey", "name": names[passkey_id]}
    account_security.notify(tx, "factor_removed", values)


def check_name(name: str) -> str:
    """Raises Invalid(name=...)."""
    name = cleaned(name)
    if not name or len(name) > LONGEST_NAME or not is_line(name):
        raise Invalid(name=sentence("Enter a name of up to 60 characters, such as “My phone”."))
    return name
