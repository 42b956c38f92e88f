"""Taking up somebody who proved an address by a link, and chose a password."""

from dataclasses import dataclass
from uuid import UUID

from core import membership
from core.refusals import Invalid, sentence
from tenants.door import Account
from tenants.identifiers import new_id
from tenants.installation import Installation, email_hash
from tenants.use_cases import passwords


@dataclass(frozen=True, slots=True)
class Newcomer:
    name: str
    password: str


def enrol(installation: Installation, email: str, account: Account | None, typed: Newcomer) -> UUID:
    """
    Their id. `account` is somebody of this address who belongs nowhere any more.

    Raises Invalid(name=..., password=...).
    """
    name, hashed = _checked(email, typed)
    if account is None:
        person_id = new_id()
        enrolled = installation.door.enrol_person(person_id, name, email, email_hash(email), hashed)
        done = enrolled == person_id
    else:
        enrolled = account.person_id
        done = installation.door.enrol_again(enrolled, name, hashed)
    if not done:  # another link of theirs was faster, with another password
        raise Invalid(password=sentence("You have an account by now. Reload the page to go on."))
    return enrolled


def _checked(email: str, typed: Newcomer) -> tuple[str, str]:
    """The name, and the hash of the password; all that is wrong is said at once."""
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
    return name, hashed
