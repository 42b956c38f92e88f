"""A served application and real browsers of several kinds, for people who sign."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from core.envelopes.envelope import Envelope
from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants import ceremonies
from tests.tenants.conftest import found_member
from tests.webapp.page_checks import visit
from tests.webapp.visitors import path_of
from webapp import create_app

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def served(settings: Settings, installation: Installation) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(settings, installation), threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def member(installation: Installation) -> Member:
    return found_member(installation)


@pytest.fixture
def envelope(member: Member) -> Envelope:
    """Each signer has a signature and, below it, a text."""
    return ceremonies.sent(member, datetime.now(UTC))


@pytest.fixture
def opened(
    browser: Browser, served: str, member: Member, envelope: Envelope
) -> Callable[..., Page]:
    """The first signer's page in a browser of the given kind."""

    def page_in(**kind: Any) -> Page:
        context = browser.new_context(**{"viewport": PHONE, "reduced_motion": "reduce", **kind})
        page = context.new_page()
        visit(page, served + path_of(member, envelope.recipients[0]))
        return page

    return page_in
