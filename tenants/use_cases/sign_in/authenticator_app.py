"""An app that shows codes, and recovery codes for the day it is lost."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.refusals import Invalid, NotFound, sentence
from core.sign_in.refusals import AuthenticatorThere
from tenants.encryption.keys import Undecryptable
from tenants.member import Member
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import (
    account_security,
    one_time_codes,
    reauthentication,
    second_factors,
)
from tenants.use_cases.sign_in.reauthentication import Reauthentication

WRONG_CODE = sentence("This code is wrong. Wait for the next one in the app and enter that.")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A secret to be confirmed by a first code; `sealed` brings it back with the form."""

    secret: str
    address: str  # otpauth://
    sealed: str


@dataclass(frozen=True, slots=True)
class ConfirmedSecret:
    """A secret whose first code was right; no code up to that `step` counts again."""

    sealed: bytes
    step: int


def begin(member: Member) -> Enrolment:
    """A new secret. Nothing is kept of it until a code of it is given."""
    secret = one_time_codes.new_secret()
    kept = one_time_codes.seal_secret(
        member.organization.installation.settings, member.person_id, secret
    )
    return _enrolment(member, secret, base64.urlsafe_b64encode(kept).decode())


def resume(member: Member, sealed: str) -> Enrolment:
    """The secret of a form whose code was not right. Raises NotFound for another person's."""
    return _enrolment(member, _unseal(member, sealed), sealed)


def check_code(member: Member, sealed: str, code: str, now: datetime) -> ConfirmedSecret:
    """The first code that the app shows. Raises Invalid(code=...), NotFound as `resume`."""
    secret = _unseal(member, sealed)
    step = one_time_codes.step_of(secret, one_time_codes.tidied(code), now)
    if step is None:
        raise Invalid(code=WRONG_CODE)
    settings = member.organization.installation.settings
    return ConfirmedSecret(one_time_codes.seal_secret(settings, member.person_id, secret), step)


def add(
    tx: Transaction, confirmed: ConfirmedSecret, proof: Reauthentication, now: datetime
) -> Sequence[str]:
    """
    The recovery codes, when this is the first second factor.

    `proof` counts of those who did not sign in just now. Raises Invalid(proof=...),
    SignedInThroughOrganization, and AuthenticatorThere: one is never replaced, which would ask
    for less than removing it.
    """
    reauthentication.require_unless_fresh(tx, proof, now)
    if tx.second_factors.authenticator(tx.member.person_id):
        raise AuthenticatorThere
    codes = first_recovery_codes(tx)
    tx.second_factors.set_authenticator(tx.member.person_id, confirmed.sealed, confirmed.step)
    account_security.notify(tx, "factor_added", {"factor": "authenticator"})
    return codes


def remove(tx: Transaction, proof: Reauthentication, now: datetime) -> None:
    """Raises Invalid(proof=...), NotFound, SignedInThroughOrganization."""
    reauthentication.require(tx, proof, now)
    if not tx.second_factors.remove_authenticator(tx.member.person_id):
        raise NotFound
    forget_recovery_codes_of_nothing(tx)
    account_security.notify(tx, "factor_removed", {"factor": "authenticator"})


def renew_recovery_codes(tx: Transaction, proof: Reauthentication, now: datetime) -> Sequence[str]:
    """Raises Invalid(proof=...), NotFound without a second factor."""
    reauthentication.require(tx, proof, now)
    if not tx.second_factors.of(tx.member.person_id).any:
        raise NotFound
    account_security.notify(tx, "recovery_codes_renewed")
    return second_factors.new_recovery_codes(tx)


def first_recovery_codes(tx: Transaction) -> Sequence[str]:
    """With the first second factor come the codes for the day it is lost."""
    if tx.second_factors.of(tx.member.person_id).any:
        return ()
    return second_factors.new_recovery_codes(tx)


def forget_recovery_codes_of_nothing(tx: Transaction) -> None:
    if not tx.second_factors.of(tx.member.person_id).any:
        tx.second_factors.set_recovery_codes(tx.member.person_id, [])


def _enrolment(member: Member, secret: str, sealed: str) -> Enrolment:
    return Enrolment(secret, one_time_codes.app_address(secret, member.email), sealed)


def _unseal(member: Member, sealed: str) -> str:
    try:
        kept = base64.urlsafe_b64decode(sealed.encode())
        return one_time_codes.open_secret(
            member.organization.installation.settings, member.person_id, kept
        )
    except (Undecryptable, ValueError):
        raise NotFound from None
