"""A program shows the prepare page of one draft to its sender, who reaches nothing else by it."""

import json
import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.access import MemberRole
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.people import members
from tests.tenants import ceremonies, embedded
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.api.programs import PATH, Program, make_key, of_role

ASKED = {"origin": embedded.ORIGIN, "return_to": embedded.RETURN}


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    embedded.allow(member)
    return Program(app, make_key(member))


@pytest.fixture
def draft(member: Member, now: datetime) -> UUID:
    return ceremonies.complete_draft(member, now)


class Frame:
    """A browser that keeps no cookies of frames: pages carry the session themselves."""

    def __init__(self, app: Flask, url: str) -> None:
        self.browser: FlaskClient = app.test_client(use_cookies=False)
        entered = self.browser.get(urlsplit(url).path)
        self.status = entered.status_code
        self.place = entered.headers.get("Location", "")
        self.session = parse_qs(urlsplit(self.place).query).get("session", [""])[0]

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path, headers={"X-Signing-Session": self.session})

    def post(self, path: str, page: TestResponse, **sent: object) -> TestResponse:
        headers = json.loads(re.findall(r"hx-headers:inherited='([^']+)'", page.text)[0])
        return self.browser.post(path, headers=headers, **sent)  # type: ignore[arg-type]


def opened(app: Flask, program: Program, draft: UUID, **asked: object) -> Frame:
    made = program.act(f"{PATH}/{draft}/sender-view", ASKED | asked)
    assert made.status_code == 201, made.text
    return Frame(app, made.json["url"])


def test_fields_are_placed_in_the_frame_and_saved(
    app: Flask, program: Program, member: Member, draft: UUID
) -> None:
    frame = opened(app, program, draft)

    page = frame.get(frame.place)
    before = run(member, reading.envelope, draft).fields
    placing = json.loads(re.findall(r'id="placing_data">(.+?)</script>', page.text, re.S)[0])
    removed = placing["fields"][0]["id"]
    saved = frame.post(f"/prepare/{draft}", page, json={"fields": [], "removed": [removed]})
    done = frame.get(f"/prepare/{draft}/done")

    assert page.status_code == 200, page.text
    assert f"frame-ancestors {embedded.ORIGIN}" in page.headers["Content-Security-Policy"]
    assert saved.status_code == 200, saved.text
    assert len(run(member, reading.envelope, draft).fields) == len(before) - 1
    assert f'data-return-to="{embedded.RETURN}?event=saved&amp;envelope={draft}"' in done.text
    images = placing["documents"][0]["images"]
    assert images.startswith(f"/prepare/{draft}/")
    assert frame.get(f"{images}1").status_code == 200


def test_no_link_of_the_page_leads_into_the_portal(
    app: Flask, program: Program, draft: UUID
) -> None:
    frame = opened(app, program, draft)

    page = frame.get(frame.place).text

    places = re.findall(r'(?:href|action|data-save|data-placed)="(/[^"]*)"', page)
    assert {p for p in places if not p.startswith((f"/prepare/{draft}", "/static", "/assets"))} <= {
        "/manifest.webmanifest"
    }


def test_the_address_works_once_and_for_this_draft_alone(
    app: Flask, program: Program, member: Member, now: datetime, draft: UUID
) -> None:
    other = ceremonies.complete_draft(member, now)
    made = program.act(f"{PATH}/{draft}/sender-view", ASKED).json["url"]
    frame, again = Frame(app, made), Frame(app, made)

    assert (frame.status, again.status) == (303, 404)
    assert frame.get(f"/prepare/{other}").status_code == 404
    portal = frame.get(f"/envelopes/{draft}?session={frame.session}")
    assert portal.headers["Location"].startswith("/sign-in")
    assert frame.browser.get(f"/prepare/{draft}").status_code == 404
    bearer = {"Authorization": f"Bearer {frame.session}"}
    assert frame.browser.get(f"{PATH}/{draft}", headers=bearer).status_code == 401


def test_it_is_sent_when_they_are_done_if_that_was_asked(
    app: Flask, program: Program, member: Member, draft: UUID
) -> None:
    frame, without = opened(app, program, draft, send=True), opened(app, program, draft)
    page = frame.get(f"/prepare/{draft}/done")

    refused = without.post(f"/prepare/{draft}/done", without.get(without.place))
    foreign = frame.browser.post(
        f"/prepare/{draft}/done", headers={"X-Signing-Session": frame.session}
    )
    sent = frame.post(f"/prepare/{draft}/done", page)

    assert (refused.status_code, foreign.status_code) == (404, 403)
    assert "event=sent" in sent.text, sent.text
    envelope = run(member, reading.envelope, draft)
    assert envelope.status == "sent"
    assert "event=sent" in frame.get(f"/prepare/{draft}").text


def test_it_ends_with_the_role_of_its_member(
    app: Flask, member: Member, program: Program, now: datetime
) -> None:
    sender, theirs = of_role(app, member, MemberRole.SENDER, "envelopes:write")
    draft = ceremonies.complete_draft(sender, now)
    frame = opened(app, theirs, draft)
    assert frame.get(frame.place).status_code == 200

    run(member, members.change_role, sender.person_id, MemberRole.VIEWER, NOW)
    page = frame.get(frame.place)
    removed = {"fields": [], "removed": [str(uuid4())]}

    assert frame.post(f"/prepare/{draft}", page, json=removed).status_code == 403


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "invalid"),
        ({"origin": "https://elsewhere.example"}, "not_embeddable"),
        ({"return_to": "https://elsewhere.example/"}, "not_embeddable"),
    ],
)
def test_only_registered_pages_are_served(
    program: Program, draft: UUID, asked: dict[str, str], code: str
) -> None:
    answer = program.act(f"{PATH}/{draft}/sender-view", asked)

    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_what_was_sent_is_not_prepared(program: Program, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)

    answer = program.act(f"{PATH}/{envelope.id}/sender-view", ASKED)

    assert (answer.status_code, answer.json["code"]) == (409, "not_a_draft")
