"""Passkeys: keys in somebody's own devices, made for this address and no other (WebAuthn)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from core import link, refusals
from core.printable import is_line, tidy
from core.refusals import Invalid, NotFound, sentence
from core.sign_in_policy import Method
from tenants.accounts import Accounts
from tenants.identifiers import new_token
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases import attempting, authenticating, proving, securing, signing_in

LIFE = timedelta(minutes=5)
MOST, LONGEST_NAME, LARGEST = 20, 60, 20_000
REGISTER, SIGN_IN, SECOND_STEP = "register", "sign_in", "second_step"
VERIFIED = UserVerificationRequirement.REQUIRED
REJECTED = sentence("This device could not make a passkey for here. Try again, or use another.")


@dataclass(frozen=True, slots=True)
class Question:
    """What a browser asks its authenticator: JSON, and the token that it comes back with."""

    options: str
    token: str


def ask_to_register(member: Member) -> Question:
    """Raises SignedInThroughOrganization."""
    with securing.own(member) as (_, accounts):
        known = accounts.passkeys_of(member.person_id)
        token, challenge = _challenge(accounts, REGISTER, member.person_id)
    options = webauthn.generate_registration_options(
        rp_id=_host(member.organization.installation),
        rp_name=authenticating.ISSUER,
        user_id=member.person_id.bytes,
        user_name=member.email,
        user_display_name=member.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(k.credential_id) for k in known],
    )
    return Question(webauthn.options_to_json(options), token)


def register(
    member: Member, token: str, credential: str, name: str, now: datetime
) -> Sequence[str]:
    """The recovery codes, when it is the first second factor. Raises Invalid."""
    name = _name(name)
    told = securing.notice(member, "factor_added", {"factor": "passkey", "name": name})
    with securing.own(member) as (_, accounts):
        taken = accounts.take_challenge(link.digest(token), REGISTER)
    if taken is None or taken[1] != member.person_id:
        raise Invalid(credential=REJECTED)
    installation = member.organization.installation
    try:
        made = webauthn.verify_registration_response(
            credential=_json(credential),
            expected_challenge=taken[0],
            expected_rp_id=_host(installation),
            expected_origin=_origin(installation),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Invalid(credential=REJECTED) from None
    with securing.own(member) as (tx, accounts):
        if len(accounts.passkeys_of(member.person_id)) >= MOST:
            raise Invalid(name=sentence("You have 20 passkeys. Remove one that you do not use."))
        codes = authenticating.first_recovery_codes(member, accounts)
        key = (made.credential_id, made.credential_public_key, made.sign_count)
        if not accounts.add_passkey(member.person_id, *key, name):
            raise Invalid(credential=REJECTED)
        tx.jobs.add(tx.organization_id, [told])
    return codes


def rename(member: Member, passkey_id: UUID, name: str) -> None:
    """Raises Invalid(name=...), NotFound."""
    with securing.own(member) as (_, accounts):
        if not accounts.rename_passkey(member.person_id, passkey_id, _name(name)):
            raise NotFound


def remove(member: Member, passkey_id: UUID, proof: str, now: datetime) -> None:
    """Raises Invalid(proof=...), NotFound, TooManyAttempts."""
    with securing.own(member) as (_, accounts):
        names = {k.id: k.name for k in accounts.passkeys_of(member.person_id)}
    if passkey_id not in names:
        raise NotFound
    values = {"factor": "passkey", "name": names[passkey_id]}
    told = securing.notice(member, "factor_removed", values)
    with securing.proved(member, proof, now) as (tx, accounts):
        if not accounts.remove_passkey(member.person_id, passkey_id):
            raise NotFound
        authenticating.forget_recovery_codes_of_nothing(member, accounts)
        tx.jobs.add(tx.organization_id, [told])


def ask_to_sign_in(
    installation: Installation, address: str, pending: str | None = None
) -> Question:
    """
    For anybody, or with `pending` for whoever owes a second step, whose own passkeys it names.

    Raises SignInLapsed, TooManyAttempts.
    """
    attempting.count_network(installation, address)
    with installation.platform.transaction() as tx:
        accounts = Accounts(tx.connection)
        person_id = None
        if pending is not None:
            person_id = accounts.pending_sign_in(link.digest(pending))
            if person_id is None:
                raise refusals.SignInLapsed
        known = accounts.passkeys_of(person_id) if person_id else ()
        purpose = SECOND_STEP if person_id else SIGN_IN
        token, challenge = _challenge(accounts, purpose, person_id)
    options = webauthn.generate_authentication_options(
        rp_id=_host(installation),
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(k.credential_id) for k in known],
        user_verification=VERIFIED,
    )
    return Question(webauthn.options_to_json(options), token)


def sign_in(
    installation: Installation, token: str, credential: str, address: str, user_agent: str = ""
) -> str:
    """
    A session token, for a passkey alone: it is in somebody's hands and knows its owner.

    Raises PasskeyNotAccepted, AnotherWayNeeded, TooManyAttempts.
    """
    attempting.count_network(installation, address)
    taken = _take(installation, token, SIGN_IN)
    with installation.platform.transaction() as tx:
        person_id = _answered(installation, Accounts(tx.connection), taken, credential)
    return signing_in.admit(installation, person_id, Method.PASSKEY, 2, address, user_agent)


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
    person_id = proving.second_step(installation, pending, now)
    attempting.count_proof(installation, person_id)
    taken = _take(installation, token, SECOND_STEP)
    with installation.platform.transaction() as tx:
        accounts = Accounts(tx.connection)
        if _answered(installation, accounts, taken, credential) != person_id:
            raise refusals.PasskeyNotAccepted
        if accounts.close_pending_sign_in(link.digest(pending)) is None:
            raise refusals.SignInLapsed
    attempting.forgive_proof(installation, person_id)
    return signing_in.admit(installation, person_id, Method.PASSWORD, 2, address, user_agent)


def _take(installation: Installation, token: str, purpose: str) -> tuple[bytes, UUID | None]:
    """In a transaction of its own: whatever comes of the answer, it was the only one."""
    with installation.platform.transaction() as tx:
        taken = Accounts(tx.connection).take_challenge(link.digest(token), purpose)
    if taken is None:
        raise refusals.PasskeyNotAccepted
    return taken


def _answered(
    installation: Installation,
    accounts: Accounts,
    taken: tuple[bytes, UUID | None],
    credential: str,
) -> UUID:
    """Whose passkey answered the challenge. Raises PasskeyNotAccepted."""
    try:
        answer = _json(credential)
        credential_id = base64url_to_bytes(str(answer["rawId"]))
        key = accounts.passkey(credential_id)
        if key is None or taken[1] not in (None, key.person_id):
            raise refusals.PasskeyNotAccepted
        if base64url_to_bytes(str(answer["response"]["userHandle"])) != key.person_id.bytes:
            raise refusals.PasskeyNotAccepted
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=taken[0],
            expected_rp_id=_host(installation),
            expected_origin=_origin(installation),
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise refusals.PasskeyNotAccepted from None
    if not accounts.use_passkey(credential_id, key.sign_count, verified.new_sign_count):
        raise refusals.PasskeyNotAccepted
    return key.person_id


def _challenge(accounts: Accounts, purpose: str, person_id: UUID | None) -> tuple[str, bytes]:
    token, challenge = new_token(), new_token().encode()
    accounts.issue_challenge(link.digest(token), challenge, purpose, person_id, LIFE)
    return token, challenge


def _json(credential: str) -> dict[str, Any]:
    answer = json.loads(credential[:LARGEST])
    if not isinstance(answer, dict) or not isinstance(answer.get("rawId"), str):
        raise ValueError
    return answer


def _name(name: str) -> str:
    name = tidy(name)
    if not name or len(name) > LONGEST_NAME or not is_line(name):
        raise Invalid(name=sentence("Give it a name of up to 60 characters, such as “My phone”."))
    return name


def _host(installation: Installation) -> str:
    """The relying party's id: keys made for it answer nowhere else."""
    return urlsplit(installation.settings.base_url).hostname or ""


def _origin(installation: Installation) -> str:
    parts = urlsplit(installation.settings.base_url)
    return f"{parts.scheme}://{parts.netloc}"
