"""Signing in and out of the portal."""

from datetime import datetime, timedelta

from core import link, refusals
from core.access import MemberRole
from tenants.door import NewSession
from tenants.identifiers import new_token
from tenants.installation import Installation, email_hash
from tenants.member import Member
from tenants.use_cases import passwords

LIFETIME = timedelta(hours=12)
PERIOD = timedelta(minutes=15)
ATTEMPTS_PER_PERSON = 10
# Offices share an address, and successes count too: this stops machines, not colleagues.
ATTEMPTS_PER_ADDRESS = 300
hasher = passwords.hasher


def sign_in(
    installation: Installation, email: str, password: str, address: str, now: datetime
) -> str:
    """
    A session token. An unknown address takes as long as a wrong password, and says the same.

    `address` is the network address it comes from. Raises WrongCredentials, TooManyAttempts.
    """
    door = installation.door
    # Counted as it is looked up: no other spelling of an address gives more attempts.
    by_person = installation.attempt_key("person", email_hash(email))
    by_address = installation.attempt_key("address", address.encode())
    if (
        door.count_attempt(by_person, PERIOD) > ATTEMPTS_PER_PERSON
        or door.count_attempt(by_address, PERIOD) > ATTEMPTS_PER_ADDRESS
    ):
        raise refusals.TooManyAttempts
    found = door.credentials(email_hash(email))
    if not passwords.matches(found.password_hash if found else None, password) or found is None:
        raise refusals.WrongCredentials
    door.forget_attempts(by_person)
    return begin(
        installation,
        NewSession(found.person_id, found.organization_id, LIFETIME, "password", address=address),
    )


def begin(installation: Installation, session: NewSession) -> str:
    """The token of a new session, for somebody who has proved who they are."""
    token = new_token()
    installation.door.open_session(link.digest(token), session)
    return token


def identify(installation: Installation, token: str, now: datetime) -> Member | None:
    """Whose session this is; None when it has ended or never was."""
    session = installation.door.session(link.digest(token))
    if session is None:
        return None
    organization = installation.organization(session.organization_id)
    with organization.transaction() as tx:
        row = tx.maybe(
            "select o.name as organization_name, o.slug, o.time_zone, o.locale,"
            " p.id as person_id, p.name, p.email, m.role"
            " from memberships m join people p on p.id = m.person_id cross join organizations o"
            " where m.person_id = %s",
            session.person_id,
        )
    if row is None:
        return None
    return Member(
        organization=organization,
        session_id=session.id,
        method=session.method,
        factors=session.factors,
        **row | {"role": MemberRole(row["role"])},
    )


def sign_out(installation: Installation, token: str) -> None:
    installation.door.close_session(link.digest(token))
