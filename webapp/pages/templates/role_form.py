"""The form in which people take the roles of templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.addresses.email_address import is_well_formed
from core.envelopes.drafts.copying import Filling, RolePerson
from core.envelopes.recipient import Recipient
from core.refusals import Invalid, sentence
from tenants import email_addresses

NO_NAME = sentence("Enter a name.")
NO_ADDRESS = sentence("Enter a complete e-mail address, such as name@example.com.")


@dataclass(frozen=True, slots=True)
class RoleRow:
    """As it is shown: `n` is in the names of its inputs."""

    n: int
    role: Recipient
    name: str
    email: str


def rows(roles: Sequence[Recipient], typed: Mapping[str, str]) -> list[RoleRow]:
    """With what was typed, or the default person."""
    return [
        RoleRow(n, r, typed.get(f"name-{n}", r.name), typed.get(f"email-{n}", r.email))
        for n, r in enumerate(roles)
    ]


def filling(roles: Sequence[RoleRow], complete: bool) -> Filling:
    """
    Who takes which role; rows with nothing in them stay open. `complete`: that is not enough.

    Raises Invalid with errors named name-N and email-N.
    """
    errors = dict(problem for row in roles for problem in _problems(row, complete))
    if errors:
        raise Invalid(**errors)
    return Filling(
        {
            row.role.role_name: RolePerson(row.name.strip(), row.email.strip())
            for row in roles
            if row.name.strip() or row.email.strip()
        }
    )


def _problems(row: RoleRow, complete: bool) -> list[tuple[str, str]]:
    name, email = row.name.strip(), row.email.strip()
    if not name and not email and not complete:
        return []
    found = [] if name else [(f"name-{row.n}", NO_NAME)]
    if not is_well_formed(email) or not email_addresses.deliverable(email):
        found.append((f"email-{row.n}", NO_ADDRESS))
    return found
