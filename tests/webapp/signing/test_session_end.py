"""Visitors of a direct link have two hours: the page says so before they are over."""

from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from flask import Flask

from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.public_forms import fill_in, open_link, started, template_with
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

WORDS = "Everything you entered is saved. To continue after that, open the link in our e-mail."


@pytest.fixture
def place(sender: Sender, stranger: Sender) -> str:
    """The signing page of a visitor who continued at once, as `stranger`."""
    template_id = template_with(sender, "text")
    fill_in(stranger, open_link(sender, template_id, immediate="yes"))
    (envelope,) = started(sender, template_id)
    page = f"/sign/{envelope.recipients[0].id}"
    stranger.get(page)
    stranger.post(f"{page}/consent", agreed="yes")
    return page


def end_in(owner_url: str, page: str, left: timedelta) -> None:
    with psycopg.connect(owner_url) as owner:
        owner.execute(
            "update directory.recipient_sessions set expires_at = now() + %s"
            " where recipient_id = %s",
            (left, UUID(page.rpartition("/")[2])),
        )


def test_it_is_said_a_quarter_of_an_hour_before_the_end(stranger: Sender, place: str) -> None:
    page = stranger.get(place).text

    assert 'data-words="This page closes at ' in page and WORDS in page
    assert f"{WORDS}</p>" not in page
    seconds = int(page.partition('data-seconds="')[2].partition('"')[0])
    assert 100 * 60 < seconds <= 105 * 60


def test_near_the_end_the_page_says_so_without_a_script(
    stranger: Sender, place: str, services: dict[str, str]
) -> None:
    end_in(services["TEST_SUPERUSER_URL"], place, timedelta(minutes=10))

    assert f"{WORDS}</p>" in stranger.get(place).text


def test_who_came_by_the_mailed_link_has_days_and_is_not_disturbed(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)

    assert "This page closes at" not in signer.consent().text
