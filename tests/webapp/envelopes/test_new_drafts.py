"""A draft in which nothing is typed is not kept: its page is there, and no row."""

from datetime import datetime
from io import BytesIO
from uuid import UUID

from flask import Flask

from core.access import MemberRole
from core.envelopes.envelope import Envelope
from core.envelopes.listing.filters import Filters
from core.envelopes.schedule import Schedule
from core.principal import SYSTEM
from tenants.use_cases.envelopes import reading, sharing
from tenants.use_cases.envelopes.listing import envelope_list
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.draft_windows import Window
from tests.webapp.senders import Sender


class NewWindow(Window):
    """Of a draft that was begun by pressing the button."""

    def __init__(self, sender: Sender) -> None:
        led = sender.get("/envelopes/new").headers["Location"]
        self.id = UUID(led.split("/")[-1].split("?")[0])
        super().__init__(sender, self.id)

    def reload(self) -> "Window":
        self.read(self.sender.get(f"{self.place}?new=yes").text)
        return self


def drafts(sender: Sender) -> list[UUID]:
    found = run(sender.member, envelope_list.envelopes, Filters(box="drafts"))
    return [row.id for row in found.rows]


def stored(window: NewWindow) -> Envelope:
    return run(window.sender.member, reading.envelope, window.id)


def test_the_page_of_a_new_envelope_that_is_left_leaves_no_draft(sender: Sender) -> None:
    window = NewWindow(sender)

    pressed = [
        window.press("recipients", action="add"),
        window.press("recipients", action="save"),
        window.press("details"),
        window.press(),
        window.press("recipients", action="add", htmx=True),
    ]

    assert [answer.status_code for answer in pressed] == [200, 303, 303, 409, 200]
    assert "Add a document." in window.text
    assert "New envelope" in window.text
    assert drafts(sender) == []


def test_the_first_thing_that_is_typed_makes_the_draft_and_a_reload_shows_it(
    sender: Sender,
) -> None:
    window = NewWindow(sender)

    window.type(name_0="Ana").press("recipients", action="save", htmx=True)

    assert drafts(sender) == [window.id]
    assert [r.name for r in stored(window).recipients] == ["Ana"]
    assert 'value="Ana"' in window.reload().text
    assert 'name="new"' not in window.text


def test_what_is_cleared_again_is_stored_as_cleared(sender: Sender) -> None:
    window = NewWindow(sender)
    window.values["name"] = "Lease"
    window.press("", htmx=True)

    window.values["name"] = ""
    answer = sender.post(window.place, htmx=True, **dict(window.values.lists()))

    assert answer.status_code == 200
    assert stored(window).name == ""


def test_a_file_makes_the_draft_and_names_it(sender: Sender) -> None:
    window = NewWindow(sender)
    file = (BytesIO(ceremonies.PDF), "Lease.pdf")

    answer = sender.post(f"{window.place}/documents", **dict(window.values.lists()), files=file)

    assert answer.headers["Location"] == f"{window.place}#name-0"
    assert stored(window).name == "Lease"
    assert len(stored(window).documents) == 1


def test_a_new_draft_begins_as_the_organization_is_set_and_may_be_set_otherwise(
    sender: Sender,
) -> None:
    with sender.member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set expire_days = 30, remind_after = 3")
    window = NewWindow(sender)

    shown = [window.values[n] for n in ("expire_days", "remind_after", "remind_every")]
    window.values["remind_every"] = "7"
    window.press("recipients", action="save", htmx=True)

    assert shown == ["30", "3", "0"]
    assert stored(window).schedule == Schedule(30, 3, 7)


def test_who_sees_it_is_chosen_before_anything_is_typed(sender: Sender) -> None:
    window = NewWindow(sender)
    window.values["visibility"] = "all"

    answer = window.press("visibility")

    assert answer.status_code == 303
    assert drafts(sender) == [window.id]


def test_who_may_not_send_begins_none_and_an_unknown_envelope_is_none(
    app: object, sender: Sender
) -> None:
    viewer = Sender(app, colleague(sender.member, MemberRole.VIEWER)).signed_in()  # type: ignore[arg-type]
    place = NewWindow(sender).place

    refused = viewer.get("/envelopes/new"), viewer.get(f"{place}?new=yes")

    assert [answer.status_code for answer in refused] == [403, 403]
    assert sender.get(place).status_code == 404


def test_a_first_file_that_is_refused_leaves_no_draft(sender: Sender) -> None:
    window = NewWindow(sender)
    place = f"{window.place}/documents"

    by_form = sender.post(place, **dict(window.values.lists()), files=(BytesIO(b""), "empty.pdf"))
    by_script = sender.post(place, htmx=True, new="yes", files=(BytesIO(b""), "empty.pdf"))

    for answer in (by_form, by_script):
        assert answer.status_code == 422
        assert "This file is empty." in answer.text
    assert 'name="new"' in by_form.text
    assert drafts(sender) == []


def test_a_page_for_an_id_that_is_taken_tells_nothing_of_its_envelope(
    app: Flask, sender: Sender, now: datetime
) -> None:
    member, reader = sender.member, colleague(sender.member, MemberRole.SENDER)
    envelope = ceremonies.sent(member, now)
    run(member, sharing.share, envelope.id, reader.person_id, now)
    run(member, sharing.make_link, envelope.id, 7, now)
    (link,) = run(member, sharing.sharing, envelope.id, now).links
    other = Sender(app, colleague(member, MemberRole.SENDER)).signed_in()

    page = other.get(f"/envelopes/{envelope.id}?new=yes")

    assert page.status_code == 200
    assert link.token not in page.text and "share-links" not in page.text
    assert f"/shares/{reader.person_id}/removal" not in page.text
    assert other.get(f"/envelopes/{envelope.id}").status_code == 404
