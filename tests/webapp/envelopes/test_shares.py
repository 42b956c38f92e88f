import re
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.access import MemberRole
from core.envelopes.envelope import Envelope
from tenants.use_cases.envelopes import sharing
from tenants.use_cases.people import teams
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.senders import Sender

SENDER = MemberRole.SENDER
LINK = re.compile(r'value="[^"]*(/shared/[\w-]{43})"')


@pytest.fixture
def envelope(sender: Sender, now: datetime) -> Envelope:
    return ceremonies.sent(sender.member, now)


def test_who_sees_an_envelope_is_chosen_on_its_page(
    app: Flask, sender: Sender, envelope: Envelope, now: datetime
) -> None:
    other = Sender(app, colleague(sender.member, SENDER)).signed_in()
    team_id = run(sender.member, teams.create, "Lease desk", now)
    place = f"/envelopes/{envelope.id}"
    before, page = other.get(place).status_code, sender.get(f"{place}/sharing")

    answer = sender.post(f"{place}/visibility", visibility="all")

    assert before == 404
    assert "Team: Lease desk" in page.text
    assert answer.status_code == 303
    assert other.get(place).status_code == 200
    assert "/visibility" not in other.get(f"{place}/sharing").text
    sender.post(f"{place}/visibility", visibility=str(team_id))
    assert other.get(place).status_code == 404
    assert sender.post(f"{place}/visibility", visibility="world").status_code == 404
    assert sender.post(f"{place}/visibility", visibility=str(uuid4())).status_code == 404


def test_who_sees_a_draft_is_chosen_before_it_is_sent(
    app: Flask, sender: Sender, now: datetime
) -> None:
    other = Sender(app, colleague(sender.member, SENDER)).signed_in()
    draft = ceremonies.draft_with_document(sender.member, now)
    place = f"/envelopes/{draft.id}"

    page = sender.get(place)
    sender.post(f"{place}/visibility", visibility="all")

    assert f'action="{place}/visibility"' in page.text
    assert f'action="{place}/share-links"' not in page.text  # there is nothing to read yet
    assert other.get(place).status_code == 200


def test_it_is_shared_with_a_colleague_and_no_longer(
    app: Flask, sender: Sender, envelope: Envelope
) -> None:
    other = Sender(app, colleague(sender.member, SENDER)).signed_in()
    place = f"/envelopes/{envelope.id}"
    sender.get(place)

    shared = sender.post(f"{place}/shares", person_id=str(other.member.person_id))
    page, seen = sender.get(shared.location), other.get(place)
    ended = sender.post(f"{place}/shares/{other.member.person_id}/removal")

    assert shared.status_code == ended.status_code == 303
    assert other.member.email in page.text
    assert "can read it" in page.text
    assert seen.status_code == 200
    assert other.get(place).status_code == 404
    assert sender.post(f"{place}/shares", person_id="nobody").status_code == 404


def test_nobody_of_another_organization_is_shared_with(
    sender: Sender, stranger: Sender, envelope: Envelope
) -> None:
    sender.get("/envelopes")

    answer = sender.post(
        f"/envelopes/{envelope.id}/shares", person_id=str(stranger.member.person_id)
    )

    assert answer.status_code == 404


def test_a_link_opens_a_page_to_read_without_an_account(
    app: Flask, sender: Sender, envelope: Envelope
) -> None:
    place = f"/envelopes/{envelope.id}"
    sender.get(place)
    sender.post(f"{place}/share-links", days="7")
    found = LINK.search(sender.get(f"{place}/sharing").text)
    assert found is not None
    browser = app.test_client()

    page = browser.get(found[1])
    image = browser.get(f"{found[1]}/documents/{envelope.documents[0].id}/pages/1")

    assert page.status_code == 200
    assert envelope.name in page.text
    assert f"Shared by {sender.member.name}" in page.text
    assert "Signer One" in page.text
    assert "one@example.com" not in page.text
    assert image.data == ceremonies.PNG
    for answer in (page, image):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    not_sealed = browser.get(f"{found[1]}/documents/{envelope.documents[0].id}/sealed.pdf")
    assert not_sealed.status_code == 404


def test_a_revoked_link_leads_to_a_kind_page(
    app: Flask, sender: Sender, envelope: Envelope, now: datetime
) -> None:
    token = run(sender.member, sharing.make_link, envelope.id, 7, now)
    (link,) = run(sender.member, sharing.sharing, envelope.id, now).links
    place = f"/envelopes/{envelope.id}/share-links/{link.id}/revocation"
    sender.get("/envelopes")

    answer = sender.post(place)
    page = app.test_client().get(f"/shared/{token}")

    assert answer.status_code == 303
    assert page.status_code == 404
    assert "Ask the person who gave it to you" in page.text
    assert sender.post(place).status_code == 404


def test_a_length_that_is_not_offered_is_refused(sender: Sender, envelope: Envelope) -> None:
    sender.get("/envelopes")

    answer = sender.post(f"/envelopes/{envelope.id}/share-links", days="9999")

    assert answer.status_code == 422
