"""Passkeys: keys in somebody's own devices, made for this address and no other (WebAuthn)."""

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

from core.refusals import Invalid, NotFound, sentence
from core.signing import link
from core.text.printable import cleaned, is_line
from tenants.member import Member
from tenants.use_cases.sign_in import (
    account_security,
    authenticator_app,
    one_time_codes,
    relying_party,
)
from tenants.use_cases.sign_in.relying_party import Question

MOST, LONGEST_NAME = 20, 60
REGISTER = "register"
REJECTED = sentence("This device could not make a passkey for here. Try again, or use another.")


def ask_to_register(member: Member, proof: str, now: datetime) -> Question:
    """
    What `register` answers. `proof` is a password or a code, of those who did not sign in just now.

    Raises SignedInThroughOrganization, Invalid(proof=...), TooManyAttempts.
    """
    with account_security.fresh(member, proof, now) as (_, accounts):
        known = accounts.passkeys_of(member.person_id)
        token, challenge = relying_party.challenge(accounts, REGISTER, member.person_id)
    options = webauthn.generate_registration_options(
        rp_id=relying_party.host(member.organization.installation.settings),
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
    return Question(webauthn.options_to_json(options), token)


def register(
    member: Member, token: str, credential: str, name: str, now: datetime
) -> Sequence[str]:
    """The recovery codes, when it is the first second factor. Raises Invalid."""
    name = _name(name)
    told = account_security.notice(member, "factor_added", {"factor": "passkey", "name": name})
    with account_security.own(member) as (_, accounts):
        taken = accounts.take_challenge(link.digest(token), REGISTER)
    if taken is None or taken[1] != member.person_id:
        raise Invalid(credential=REJECTED)
    settings = member.organization.installation.settings
    try:
        made = webauthn.verify_registration_response(
            credential=relying_party.parsed(credential),
            expected_challenge=taken[0],
            expected_rp_id=relying_party.host(settings),
            expected_origin=relying_party.origin(settings),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Invalid(credential=REJECTED) from None
    with account_security.own(member) as (tx, accounts):
        if len(accounts.passkeys_of(member.person_id)) >= MOST:
            raise Invalid(name=sentence("You have 20 passkeys. Remove one that you do not use."))
        codes = authenticator_app.first_recovery_codes(member, accounts)
        key = (made.credential_id, made.credential_public_key, made.sign_count)
        if not accounts.add_passkey(member.person_id, *key, name):
            raise Invalid(credential=REJECTED)
        tx.jobs.add(tx.organization_id, [told])
    return codes


def rename(member: Member, passkey_id: UUID, name: str) -> None:
    """Raises Invalid(name=...), NotFound."""
    with account_security.own(member) as (_, accounts):
        if not accounts.rename_passkey(member.person_id, passkey_id, _name(name)):
            raise NotFound


def remove(member: Member, passkey_id: UUID, proof: str, now: datetime) -> None:
    """Raises Invalid(proof=...), NotFound, TooManyAttempts."""
    with account_security.own(member) as (_, accounts):
        names = {k.id: k.name for k in accounts.passkeys_of(member.person_id)}
    if passkey_id not in names:
        raise NotFound
    values = {"factor": "passkey", "name": names[passkey_id]}
    told = account_security.notice(member, "factor_removed", values)
    with account_security.proved(member, proof, now) as (tx, accounts):
        if not accounts.remove_passkey(member.person_id, passkey_id):
            raise NotFound
        authenticator_app.forget_recovery_codes_of_nothing(member, accounts)
        tx.jobs.add(tx.organization_id, [told])


def _name(name: str) -> str:
    name = cleaned(name)
    if not name or len(name) > LONGEST_NAME or not is_line(name):
        raise Invalid(name=sentence("Give it a name of up to 60 characters, such as “My phone”."))
    return name
