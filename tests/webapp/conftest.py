"""For all that is asked of the web application: it runs on the real database."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants.conftest import found_member
from tests.webapp import page_checks
from tests.webapp.senders import Sender
from webapp import create_app
from webapp.http.rate_limits import limiter


@pytest.fixture(autouse=True)
def nobody_tried_before(services: dict[str, str]) -> None:
    """All tests come from one network: none may use up the attempts of the next one."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("delete from attempts")


@pytest.fixture(scope="session")
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def app(settings: Settings, installation: Installation) -> Flask:
    return create_app(settings, installation)


@pytest.fixture(autouse=True)
def unlimited(app: Flask) -> None:
    """All tests come from one address: none may use up what another one needs."""
    with app.app_context():
        limiter.reset()


@pytest.fixture
def member(installation: Installation) -> Member:
    return found_member(installation)


@pytest.fixture
def sender(app: Flask, member: Member) -> Sender:
    """A member who has signed in."""
    return Sender(app, member).signed_in()


@pytest.fixture
def stranger(app: Flask, installation: Installation) -> Sender:
    """The owner of another organization, signed in."""
    return Sender(app, found_member(installation)).signed_in()


@pytest.fixture(scope="module")
def host(app: Flask) -> Iterator[str]:
    """The address at which a browser finds the application."""
    with page_checks.served(app) as address:
        yield address


@pytest.fixture
def page(browser: Browser, host: str, sender: Sender) -> Page:
    """The window of the member who has signed in."""
    size = {"width": 1280, "height": 900}
    return page_checks.open_page(browser, host, sender.browser, viewport=size)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)
