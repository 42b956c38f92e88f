from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask, request

from core.organizations.quota import Limits
from core.request_errors import FormTooLarge
from tenants.member import Member
from tests.tenants import ceremonies, operators
from tests.webapp.senders import Sender


@pytest.fixture
def hurried(app: Flask) -> Iterator[None]:
    """Three changes a minute and no more."""
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, rate_writes=3)
    yield
    app.extensions["settings"] = before


def test_an_organization_in_a_hurry_is_asked_to_wait_and_others_are_not(
    sender: Sender, stranger: Sender, hurried: None
) -> None:
    sender.get("/settings/organization")
    stranger.get("/settings/organization")
    form = {"name": "Renamed", "time_zone": "UTC", "locale": "en"}

    answers = [sender.post("/settings/organization", **form) for _ in range(4)]

    assert [a.status_code for a in answers] == [303, 303, 303, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert "Wait a minute" in answers[-1].text
    assert sender.get("/settings/organization").status_code == 200
    assert stranger.post("/settings/organization", **form).status_code == 303


def test_a_full_quota_says_how_much_and_whom_to_ask(sender: Sender, now: datetime) -> None:
    organization = sender.member.organization
    operators.set_limits(
        organization.installation, organization.id, Limits(members=1), "operator", now
    )
    sender.get("/settings/people")

    answer = sender.post("/settings/invitations", email="new@example.com", role="sender")

    assert answer.status_code == 409
    assert "Your organization has 1 of the 1 people it can have" in answer.text
    assert "ask the person who runs this installation" in answer.text


@pytest.mark.parametrize(
    "pairs", ["email=" + "a" * 4_000_000, "a&" * 10_000, "a=1&" * 10_000 + "email=x"]
)
def test_a_form_of_pairs_is_read_up_to_a_limit(app: Flask, member: Member, pairs: str) -> None:
    sender = Sender(app, member)
    sender.get("/sign-in")

    answer = sender.browser.post(
        "/sign-in",
        data=f"csrf_token={sender.token}&{pairs}",
        headers={"X-CSRF-Token": sender.token},
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 413
    assert FormTooLarge.message in answer.text


@pytest.mark.parametrize(
    "parts", [{"email": "a" * 4_000_001}, {f"a{n}": "x" for n in range(1_010)}]
)
def test_a_form_of_parts_is_read_up_to_a_limit(
    app: Flask, member: Member, parts: dict[str, str]
) -> None:
    sender = Sender(app, member)
    sender.get("/sign-in")

    answer = sender.browser.post(
        "/sign-in",
        data=parts,
        headers={"X-CSRF-Token": sender.token},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 413
    assert FormTooLarge.message in answer.text


def test_a_form_of_many_fields_is_read_whole(app: Flask) -> None:
    with app.test_request_context(
        method="POST", data={f"field-{n}": "x" * 1_000 for n in range(2_500)}
    ):
        assert len(request.form) == 2_500


def test_a_list_of_fields_is_read_up_to_a_limit(
    sender: Sender, member: Member, now: datetime
) -> None:
    draft = ceremonies.draft_with_document(member, now)
    sender.get("/envelopes")

    answer = sender.post_json(f"/envelopes/{draft.id}/fields", [[]] * 1_100_000)

    assert answer.status_code == 413
    assert FormTooLarge.message in answer.text
