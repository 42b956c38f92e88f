"""Second proofs: codes of an authenticator, recovery codes, or the password once more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.refusals import Invalid, sentence
from core.sign_in.refusals import SignInLapsed, WrongCode
from core.sign_in.sign_in_policy import Method
from core.signing import link
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.sign_in.accounts import Accounts, Factors
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import (
    account_mail,
    attempt_limits,
    one_time_codes,
    passwords,
    signing_in,
)
from tenants.use_cases.sign_in.account_mail import Words

WRONG = sentence("This is not right. Enter your password or a code that you have not used yet.")


def second_step(installation: Installation, pending: str, now: datetime) -> UUID:
    """Whose second step this is. Raises SignInLapsed."""
    with installation.platform.transaction() as tx:
        person_id = Accounts(tx.rows.connection).pending_sign_in(link.digest(pending))
    if person_id is None:
        raise SignInLapsed
    return person_id


def factors_of(installation: Installation, person_id: UUID) -> Factors:
    """What a second step can be done with."""
    with installation.platform.transaction() as tx:
        return Accounts(tx.rows.connection).factors_of(person_id)


def finish(
    installation: Installation,
    pending: str,
    code: str,
    address: str,
    now: datetime,
    user_agent: str = "",
) -> str:
    """
    A session token, for a code of the authenticator or a recovery code.

    Raises SignInLapsed, WrongCode, TooManyAttempts, AnotherWayNeeded.
    """
    person_id = second_step(installation, pending, now)
    attempt_limits.count_proof(installation, person_id)
    attempt_limits.count_network(installation, address)
    with installation.platform.transaction() as tx:
        accounts = Accounts(tx.rows.connection)
        accounts.hold(person_id)  # a new password ends this sign-in, or the session that it opens
        if not is_code(installation, accounts, person_id, code, now):
            raise WrongCode
        if accounts.close_pending_sign_in(link.digest(pending)) is None:
            raise SignInLapsed
        if not one_time_codes.is_totp(one_time_codes.tidied(code)):
            _tell_of_recovery(installation, accounts, person_id, tx)
        token = signing_in.admit(accounts, person_id, Method.PASSWORD, 2, address, user_agent)
    attempt_limits.forgive_proof(installation, person_id)
    return signing_in.admitted(token)


def prove(member: Member, accounts: Accounts, proof: str, now: datetime) -> None:
    """
    Whoever is signed in shows again that it is them: by password, or by a code.

    Counted beforehand by the caller, outside its transaction. Raises Invalid(proof=...).
    """
    installation = member.organization.installation
    if not is_code(installation, accounts, member.person_id, proof, now):
        password_hash = accounts.password_of(member.person_id)
        if not passwords.matches(password_hash, proof):
            raise Invalid(proof=WRONG)


def is_code(
    installation: Installation, accounts: Accounts, person_id: UUID, code: str, now: datetime
) -> bool:
    """Whether it is a code of their authenticator or a recovery code; it is used up then."""
    tidied = one_time_codes.tidied(code)
    if one_time_codes.is_totp(tidied):
        return _is_of_authenticator(installation, accounts, person_id, tidied, now)
    used = one_time_codes.recovery_hash(installation, person_id, tidied)
    return accounts.use_recovery_code(person_id, used)


def new_recovery_codes(
    installation: Installation, accounts: Accounts, person_id: UUID
) -> Sequence[str]:
    """Ten of them, instead of those there were; to be shown once."""
    codes = one_time_codes.new_recovery_codes()
    hashes = [one_time_codes.recovery_hash(installation, person_id, code) for code in codes]
    accounts.set_recovery_codes(person_id, hashes)
    return codes


def _tell_of_recovery(
    installation: Installation, accounts: Accounts, person_id: UUID, tx: Transaction
) -> None:
    person, left = accounts.person(person_id), accounts.factors_of(person_id).recovery_codes
    if person is not None:
        values = {"left": str(left)}
        words = Words("recovery_code_used", person.name, person.email, "/settings/security", values)
        tx.jobs.add(tx.organization_id, [account_mail.letter(installation.platform, words)])


def _is_of_authenticator(
    installation: Installation, accounts: Accounts, person_id: UUID, code: str, now: datetime
) -> bool:
    kept = accounts.authenticator(person_id)
    if kept is None:
        return False
    secret = one_time_codes.open_secret(installation, person_id, kept.secret)
    step = one_time_codes.step_of(secret, code, now, after=kept.last_step)
    return step is not None and accounts.use_authenticator(person_id, step)
