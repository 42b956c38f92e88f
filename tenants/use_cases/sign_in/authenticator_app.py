"""An app that shows codes, and recovery codes for the day it is lost."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.refusals import Invalid, NotFound, sentence
from core.sign_in.refusals import AuthenticatorThere
from tenants.encryption.keys import Undecryptable
from tenants.member import Member
from tenants.store.sign_in.accounts import Accounts
from tenants.use_cases.sign_in import account_security, one_time_codes, second_factors

WRONG_CODE = sentence("This code does not fit. Wait for the next one in the app and enter that.")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A secret to be confirmed by a first code; `sealed` brings it back with the form."""

    secret: str
    address: str  # otpauth://
    sealed: str


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


def confirm(
    member: Member, sealed: str, code: str, now: datetime, proof: str = ""
) -> Sequence[str]:
    """
    The recovery codes, when this is the first second factor.

    `proof` is a password or a code, of those who did not sign in just now (account_security.fresh).
    Raises Invalid(code=..., proof=...), TooManyAttempts, NotFound, SignedInThroughOrganization,
    and AuthenticatorThere: one is never replaced, which would ask for less than removing it.
    """
    secret = _unseal(member, sealed)
    step = one_time_codes.step_of(secret, one_time_codes.tidied(code), now)
    if step is None:
        raise Invalid(code=WRONG_CODE)
    kept = one_time_codes.seal_secret(
        member.organization.installation.settings, member.person_id, secret
    )
    told = account_security.notice(member, "factor_added", {"factor": "authenticator"})
    with account_security.fresh(member, proof, now) as (tx, accounts):
        if accounts.authenticator(member.person_id):
            raise AuthenticatorThere
        codes = first_recovery_codes(member, accounts)
        accounts.set_authenticator(member.person_id, kept, step)
        tx.jobs.add(tx.organization_id, [told])
    return codes


def remove(member: Member, proof: str, now: datetime) -> None:
    """Raises Invalid(proof=...), NotFound, TooManyAttempts, SignedInThroughOrganization."""
    told = account_security.notice(member, "factor_removed", {"factor": "authenticator"})
    with account_security.proved(member, proof, now) as (tx, accounts):
        if not accounts.remove_authenticator(member.person_id):
            raise NotFound
        forget_recovery_codes_of_nothing(member, accounts)
        tx.jobs.add(tx.organization_id, [told])


def renew_recovery_codes(member: Member, proof: str, now: datetime) -> Sequence[str]:
    """Raises Invalid(proof=...), NotFound without a second factor, TooManyAttempts."""
    told = account_security.notice(member, "recovery_codes_renewed")
    with account_security.proved(member, proof, now) as (tx, accounts):
        if not accounts.factors_of(member.person_id).any:
            raise NotFound
        tx.jobs.add(tx.organization_id, [told])
        return second_factors.new_recovery_codes(tx.settings, accounts, member.person_id)


def first_recovery_codes(member: Member, accounts: Accounts) -> Sequence[str]:
    """With the first second factor come the codes for the day it is lost."""
    if accounts.factors_of(member.person_id).any:
        return ()
    settings = member.organization.installation.settings
    return second_factors.new_recovery_codes(settings, accounts, member.person_id)


def forget_recovery_codes_of_nothing(member: Member, accounts: Accounts) -> None:
    if not accounts.factors_of(member.person_id).any:
        accounts.set_recovery_codes(member.person_id, [])


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
