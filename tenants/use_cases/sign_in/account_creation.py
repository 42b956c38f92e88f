"""New accounts: of people who proved an address by a link and chose a password."""

from dataclasses import dataclass
from uuid import UUID

from core.people import membership
from core.refusals import Invalid, sentence
from tenants.identifiers import new_id
from tenants.installation import email_hash
from tenants.store.directory import SignInAccount
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import passwords


@dataclass(frozen=True, slots=True)
class Newcomer:
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a newcomer typed, with the slow hash of the password."""

    email: str
    name: str
    password_hash: str


def enrol(tx: Transaction, account: SignInAccount | None, checked: NewAccount) -> UUID:
    """
    Their id. `account` is one of this address that belongs to no organization any more.

    In the transaction that uses up their link, so that a slower one changes nothing.
    Raises Invalid(password=...).
    """
    name, hashed = checked.name, checked.password_hash
    if account is None:
        person_id = new_id()
        whose = checked.email, email_hash(checked.email)
        enrolled = tx.accounts.enrol(person_id, name, *whose, hashed)
        done = enrolled == person_id
    else:
        enrolled = account.person_id
        done = tx.accounts.enrol_again(enrolled, name, hashed)
    if not done:  # another link of theirs was faster, with another password
        raise Invalid(
            password=sentence("You already have an account. Reload the page to continue.")
        )
    return enrolled


def check(email: str, typed: Newcomer) -> NewAccount:
    """All that is wrong is said at once. Raises Invalid(name=..., password=...)."""
    errors: dict[str, str] = {}
    name = hashed = ""
    try:
        name = membership.name(typed.name)
    except Invalid as invalid:
        errors |= invalid.errors
    try:
        hashed = passwords.hashed(typed.password, email, typed.name)
    except Invalid as invalid:
        errors |= invalid.errors
    if errors:
        raise Invalid(**errors)
    return NewAccount(email, name, hashed)
