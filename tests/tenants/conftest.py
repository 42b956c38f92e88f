"""A fresh organization for each test: row-level security is the clean-up."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from core.settings.settings import Settings
from deploy.commands import founding
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.sign_in import signing_in
from tests.tenants import sign_ins

PASSWORD = "correct horse battery staple"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation(settings)
    yield opened
    opened.close()


def found_member(installation: Installation) -> Member:
    """The owner of a new organization, signed in."""
    name = uuid4().hex[:12]
    email = f"owner-{name}@example.com"
    organization_id = founding.found(
        installation,
        slug=name,
        name=f"Organization {name}",
        owner_name="Owner",
        owner_email=email,
        password=PASSWORD,
        now=NOW,
    )
    assert isinstance(organization_id, UUID)
    # Everybody signs in from a network of their own: attempts are counted by address too.
    token = sign_ins.sign_in(installation, email, PASSWORD, name, NOW)
    member = signing_in.identify(installation, token, NOW)
    assert member is not None
    return member


@pytest.fixture
def member(installation: Installation) -> Member:
    return found_member(installation)


@pytest.fixture
def stranger(installation: Installation) -> Member:
    """The owner of another organization."""
    return found_member(installation)
