"""Limits what is tried to get in: per account and per network, told once to whose account it is."""

from datetime import timedelta
from uuid import UUID

from core import refusals
from tenants.accounts import Accounts
from tenants.installation import Installation, email_hash
from tenants.use_cases import account_mailing, answering
from tenants.use_cases.account_mailing import Words

PERIOD = timedelta(minutes=15)
PER_PERSON = 10
# Offices share an address, and successes count too: this stops machines, not colleagues.
PER_ADDRESS = 300


def count(installation: Installation, email: str, address: str) -> None:
    """
    A try with somebody's password. Raises TooManyAttempts.

    Counted as it is looked up: no other spelling of an address gives more attempts, and an
    address that nobody has is treated in the same way.
    """
    key = installation.attempt_key("person", email_hash(email))
    tried = installation.door.count_attempt(key, PERIOD)
    if tried == PER_PERSON + 1 and _is_first_today(installation, "password", email_hash(email)):
        answering.ask(installation, answering.LOCKED_OUT, email)
    if tried > PER_PERSON:
        raise refusals.TooManyAttempts
    count_network(installation, address)


def count_network(installation: Installation, address: str) -> None:
    """`address` is the network address it comes from. Raises TooManyAttempts."""
    key = installation.attempt_key("address", address.encode())
    if installation.door.count_attempt(key, PERIOD) > PER_ADDRESS:
        raise refusals.TooManyAttempts


def count_proof(installation: Installation, person_id: UUID) -> None:
    """
    A try with somebody's second factor, or with their password again. Raises TooManyAttempts.

    Whoever comes so far knows the password, so its owner is told, once a day.
    """
    key = installation.attempt_key("proof", person_id.bytes)
    tried = installation.door.count_attempt(key, PERIOD)
    if tried == PER_PERSON + 1 and _is_first_today(installation, "proof", person_id.bytes):
        _tell_of_second_steps(installation, person_id)
    if tried > PER_PERSON:
        raise refusals.TooManyAttempts


def forgive(installation: Installation, email: str) -> None:
    installation.door.forget_attempts(installation.attempt_key("person", email_hash(email)))


def forgive_proof(installation: Installation, person_id: UUID) -> None:
    installation.door.forget_attempts(installation.attempt_key("proof", person_id.bytes))


def _is_first_today(installation: Installation, what: str, whose: bytes) -> bool:
    """One mail a day says enough, however long somebody goes on."""
    key = installation.attempt_key(f"told of {what}", whose)
    return installation.door.count_attempt(key, timedelta(days=1)) == 1


def _tell_of_second_steps(installation: Installation, person_id: UUID) -> None:
    with installation.platform.transaction() as tx:
        person = Accounts(tx.connection).person(person_id)
        if person is not None:
            words = Words("second_step_failed", person.name, person.email, "/password-reset")
            tx.jobs.add(tx.organization_id, [account_mailing.letter(installation.platform, words)])
