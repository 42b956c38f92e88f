"""An application on the real database, and operators with browsers of their own."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants import operators
from tests.tenants.conftest import found_member
from tests.tenants.operators import Person
from tests.webapp.operator.desks import DeskBrowser
from webapp import create_app
from webapp.limits import limiter


@pytest.fixture(scope="module")
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def app(settings: Settings, installation: Installation) -> Flask:
    return create_app(settings, installation)


@pytest.fixture(autouse=True)
def unlimited(app: Flask) -> None:
    """All tests come from one address: none may use up what another one needs."""
    with app.app_context():
        limiter.reset()


@pytest.fixture
def person(services: dict[str, str]) -> Person:
    return operators.add(services["DATABASE_OWNER_URL"], "Night Shift")


@pytest.fixture
def desk(app: Flask, person: Person) -> DeskBrowser:
    """An operator who gave both factors."""
    browser = DeskBrowser(app, person)
    browser.enrol()
    return browser


@pytest.fixture
def member(installation: Installation) -> Member:
    return found_member(installation)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)
