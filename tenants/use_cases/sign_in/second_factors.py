"""Second proofs: codes of an authenticator, recovery codes, or the password once more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.sign_in.refusals import SignInLapsed, WrongCode
from core.sign_in.sign_in_policy import Method
from core.signing import link
from core.signing.origin import Origin
from tenants.store.sign_in.second_factors import Factors
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import (
    account_mail,
    one_time_codes,
    signing_in,
)
from tenants.use_cases.sign_in.account_mail import Words


def second_step(tx: Transaction, pending: str) -> UUID:
    """Whose second step this is. Raises SignInLapsed."""
    person_id = tx.second_factors.pending_sign_in(link.digest(pending))
    if person_id is None:
        raise SignInLapsed
    return person_id


def factors_of(tx: Transaction, person_id: UUID) -> Factors:
    """What a second step can be done with."""
    return tx.second_factors.of(person_id)


def finish(
    tx: Transaction, person_id: UUID, pending: str, code: str, origin: Origin, now: datetime
) -> str | None:
    """
    A session token, for a code of the authenticator or a recovery code: see signing_in.admitted.

    Counted beforehand, by whose second step it is. Raises SignInLapsed, WrongCode.
    """
    # A new password ends this sign-in, or the session that it opens.
    tx.accounts.lock_shared(person_id)
    if not is_code(tx, person_id, code, now):
        raise WrongCode
    if tx.second_factors.close_pending_sign_in(link.digest(pending)) is None:
        raise SignInLapsed
    if not one_time_codes.is_totp(one_time_codes.tidied(code)):
        _tell_of_recovery(tx, person_id)
    return signing_in.admit(*(tx, person_id, Method.PASSWORD, 2, origin.address, origin.user_agent))


def is_code(tx: Transaction, person_id: UUID, code: str, now: datetime) -> bool:
    """Whether it is a code of their authenticator or a recovery code; it is used up then."""
    tidied = one_time_codes.tidied(code)
    if one_time_codes.is_totp(tidied):
        return _is_of_authenticator(tx, person_id, tidied, now)
    used = one_time_codes.recovery_hash(tx.settings, person_id, tidied)
    return tx.second_factors.use_recovery_code(person_id, used)


def new_recovery_codes(tx: Transaction) -> Sequence[str]:
    """Ten of them for the member, instead of those there were; to be shown once."""
    codes, person_id = one_time_codes.new_recovery_codes(), tx.member.person_id
    hashes = [one_time_codes.recovery_hash(tx.settings, person_id, code) for code in codes]
    tx.second_factors.set_recovery_codes(person_id, hashes)
    return codes


def _tell_of_recovery(tx: Transaction, person_id: UUID) -> None:
    person, left = tx.accounts.person(person_id), tx.second_factors.of(person_id).recovery_codes
    if person is not None:
        values = {"left": str(left)}
        words = Words("recovery_code_used", person.name, person.email, "/settings/security", values)
        tx.jobs.add(tx.organization_id, [account_mail.letter(tx.rows, words)])


def _is_of_authenticator(tx: Transaction, person_id: UUID, code: str, now: datetime) -> bool:
    kept = tx.second_factors.authenticator(person_id)
    if kept is None:
        return False
    secret = one_time_codes.open_secret(tx.settings, person_id, kept.secret)
    step = one_time_codes.step_of(secret, code, now, after=kept.last_step)
    return step is not None and tx.second_factors.use_authenticator(person_id, step)
