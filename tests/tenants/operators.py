"""Operators for tests: made as the command line makes them, signed in as a browser signs in."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pyotp

from core.organizations.quota import Limits
from core.organizations.sign_up import SignUp
from tenants.identifiers import new_id
from tenants.installation import Installation, email_hash
from tenants.operator import Operator
from tenants.use_cases.operator import managed_organizations, operator_sign_in, platform_settings
from tenants.use_cases.organizations import quotas
from tenants.use_cases.sign_in import passwords
from tests.tenants.conftest import PASSWORD
from tests.tenants.opening import run


@dataclass
class Person:
    """Somebody who may enter the operator's portal. `secret` once the app was set up."""

    id: UUID
    email: str
    name: str = "Operator"
    secret: str = ""
    codes: tuple[str, ...] = ()

    def code(self) -> str:
        return pyotp.TOTP(self.secret).now()


def add(owner_url: str, name: str = "Operator") -> Person:
    person = Person(new_id(), f"operator-{uuid4().hex[:12]}@example.com", name)
    with psycopg.connect(owner_url) as connection:
        connection.execute(
            "select add_operator(%s, %s, %s, %s)",
            (person.id, name, email_hash(person.email), passwords.hasher.hash(PASSWORD)),
        )
    return person


def enrolled(installation: Installation, person: Person) -> Operator:
    """Signed in for the first time: both factors given."""
    now = datetime.now(UTC)
    token = operator_sign_in.sign_in(
        installation, person.email, PASSWORD, person.email, "a browser"
    )
    admission = operator_sign_in.admission(installation, token)
    assert admission is not None
    code = pyotp.TOTP(admission.secret).at(now)
    begun, codes = operator_sign_in.enrol(installation, admission, code, "", now)
    run(installation.platform, operator_sign_in.record, admission, begun, "", now)
    person.secret, person.codes = admission.secret, tuple(codes)
    operator = operator_sign_in.identify(installation, begun.token)
    assert operator is not None
    return operator


def someone(installation: Installation) -> Operator:
    """An operator who is signed in, for what only operators may change."""
    return enrolled(installation, add(os.environ["DATABASE_OWNER_URL"]))


def set_sign_up(installation: Installation, mode: SignUp) -> None:
    """Who may open an organization here."""
    run(someone(installation), platform_settings.set_sign_up, mode, datetime.now(UTC))


def invite_founder(installation: Installation, email: str, now: datetime) -> None:
    checked = managed_organizations.check_founder(installation, email)
    run(someone(installation), managed_organizations.invite_founder, checked, now)


def set_limits(
    installation: Installation, organization_id: UUID, limits: Limits, by: str, now: datetime
) -> None:
    session = someone(installation).session
    organization = installation.organization(organization_id)
    run(organization, quotas.set_limits, limits, by, now, session)
