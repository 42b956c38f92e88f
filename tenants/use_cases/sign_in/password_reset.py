"""A new password for a person who can read the mail of their address."""

from datetime import timedelta

from core.addresses import client_address
from core.sign_in.refusals import ResetLinkUsed
from core.signing import link
from tenants.installation import Installation, email_hash
from tenants.store.sign_in.accounts import Person
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import account_inquiries, account_mail, attempt_limits
from tenants.use_cases.sign_in.account_mail import Words

PERIOD = timedelta(hours=1)
PER_PERSON = 3
FROM_ANYWHERE = 12


def may_ask(installation: Installation, email: str, address: str) -> bool:
    """
    Whether a link is mailed. It counts who asks, before any transaction: the same for all.

    Past a few in an hour from one network nothing more is mailed, and no one is told.
    Raises TooManyAttempts when one network asks for very many.
    """
    attempt_limits.count_network(installation, address)
    whose = email_hash(email)
    here = whose + client_address.network(address).encode()
    return not (
        _exceeded(installation, "reset from network", here, PER_PERSON)
        or _exceeded(installation, "reset", whose, FROM_ANYWHERE)
    )


def ask(tx: Transaction, email: str) -> None:
    """Have a link mailed to the address, should anyone have it here."""
    job = account_inquiries.question(tx.rows, account_inquiries.PASSWORD_RESET, email)
    tx.jobs.add(tx.organization_id, [job])


def whose(tx: Transaction, token: str) -> Person:
    """Uses nothing up. Raises ResetLinkUsed."""
    person = tx.accounts.password_reset(link.digest(token))
    if person is None:
        raise ResetLinkUsed
    return person


def reset(tx: Transaction, token: str, person: Person, password_hash: str) -> None:
    """
    Set a new password; every session and every other link ends. Who has a second factor still
    owes it at the next sign-in. Raises ResetLinkUsed.
    """
    if tx.accounts.take_password_reset(link.digest(token)) != person.person_id:
        raise ResetLinkUsed
    tx.accounts.set_password(person.person_id, password_hash)
    words = Words("password_changed", person.name, person.email, link="/password-reset")
    tx.jobs.add(tx.organization_id, [account_mail.letter(tx.rows, words)])


def _exceeded(installation: Installation, kind: str, whose: bytes, most: int) -> bool:
    """Counts one more."""
    return (
        installation.directory.count_attempt(installation.attempt_key(kind, whose), PERIOD) > most
    )
