"""A new password for somebody who can read the mail of their address."""

from datetime import datetime, timedelta

from core.addresses import client_address
from core.sign_in.refusals import ResetLinkUsed
from core.signing import link
from tenants.installation import Installation, email_hash
from tenants.store.sign_in.accounts import Accounts, Person
from tenants.use_cases.sign_in import account_inquiries, account_mail, attempt_limits, passwords
from tenants.use_cases.sign_in.account_mail import Words

PERIOD = timedelta(hours=1)
PER_PERSON = 3
FROM_ANYWHERE = 12


def ask(installation: Installation, email: str, address: str) -> None:
    """
    Have a link mailed to the address, should anybody have it here: the same for all who ask.

    Past a few in an hour from one network nothing more is mailed, and nobody is told.
    Raises TooManyAttempts when one network asks for very many.
    """
    attempt_limits.count_network(installation, address)
    whose = email_hash(email)
    here = whose + client_address.network(address).encode()
    if not (
        _exceeded(installation, "reset from network", here, PER_PERSON)
        or _exceeded(installation, "reset", whose, FROM_ANYWHERE)
    ):
        with installation.platform.transaction() as tx:
            account_inquiries.ask(tx, account_inquiries.PASSWORD_RESET, email)


def whose(installation: Installation, token: str) -> Person:
    """Uses nothing up. Raises ResetLinkUsed."""
    with installation.platform.transaction() as tx:
        person = Accounts(tx.rows.connection).password_reset(link.digest(token))
    if person is None:
        raise ResetLinkUsed
    return person


def reset(
    installation: Installation, token: str, password: str, now: datetime, address: str = ""
) -> None:
    """
    Set a new password; every session and every other link ends. Who has a second factor still
    owes it at the next sign-in. Raises ResetLinkUsed, Invalid(password=...).
    """
    person = whose(installation, token)
    hashed = passwords.hashed(password, person.email, person.name)
    platform = installation.platform
    told = account_mail.letter(
        platform, Words("password_changed", person.name, person.email, link="/password-reset")
    )
    with platform.transaction() as tx:
        accounts = Accounts(tx.rows.connection)
        if accounts.take_password_reset(link.digest(token)) != person.person_id:
            raise ResetLinkUsed
        accounts.set_password(person.person_id, hashed)
        tx.jobs.add(tx.organization_id, [told])
    attempt_limits.forgive(installation, person.email, address)


def _exceeded(installation: Installation, kind: str, whose: bytes, most: int) -> bool:
    """Counts one more."""
    return (
        installation.directory.count_attempt(installation.attempt_key(kind, whose), PERIOD) > most
    )
