import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask

from core.access import MemberRole
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.principal import SYSTEM
from core.signing.origin import Origin
from tenants.member import Member
from tenants.use_cases.envelopes import expiring, reading, voiding
from tests.tenants import ceremonies, people
from tests.tenants.opening import run, run_job
from tests.webapp.documents.test_readings import sent_to
from tests.webapp.senders import Sender

Ending = Callable[[Member, Envelope, datetime], None]
ORIGIN = Origin("192.0.2.7", "a browser")


def asked_again(page: str) -> tuple[str, str]:
    """The address and the version that a page which waits asks with."""
    version = re.search(r"If-None-Match&#34;: &#34;\\&#34;([^\\]+)", page)
    address = re.search(r'hx-get="(/envelopes/[^"]+)" hx-trigger="every', page)
    assert version and address
    return address[1].replace("&amp;", "&"), f'"{version[1]}"'


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that the application sends to the database meanwhile."""
    seen: list[str] = []
    execute = psycopg.Cursor.execute

    def noted(self: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        seen.append(str(query))
        return execute(self, query, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(psycopg.Cursor, "execute", noted)
        yield seen


def test_it_says_who_waits_for_whom_and_offers_the_one_next_action(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)

    page = sender.get(f"/envelopes/{envelope.id}").text

    assert "Waiting for Signer One, who was e-mailed the link" in page
    assert "Their turn" in page
    assert "After step 1" in page
    assert "Remind Signer One" in page
    head = page[page.index('id="envelope_head"') : page.index("</header>", page.index("sent-page"))]
    assert head.count("button--primary") == 1


def test_the_story_tells_how_long_after_each_other_things_happened(
    sender: Sender, member: Member, now: datetime
) -> None:
    began = now - timedelta(hours=3)
    envelope = ceremonies.sent(member, began)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.consent(ceremony, ORIGIN, began + timedelta(minutes=2))
    ceremonies.adopt(
        ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, began + timedelta(minutes=4)
    )
    ceremonies.finish(ceremony, ceremonies.values(ceremony), ORIGIN, began + timedelta(minutes=10))

    page = sender.get(f"/envelopes/{envelope.id}").text

    assert "opened it, 2 minutes after we e-mailed it" in page
    assert "Signer One has signed, 8 minutes after opening it" in page
    assert "Waiting for Signer Two" in page


def test_asking_whether_something_changed_costs_few_statements(
    sender: Sender, member: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelope = ceremonies.sent(member, now)
    address, version = asked_again(sender.get(f"/envelopes/{envelope.id}").text)

    with counted(monkeypatch) as waiting:
        same = sender.get(address, htmx=True, **{"If-None-Match": version})
    ceremonies.sign(member, envelope.recipients[0], now)
    with counted(monkeypatch) as changed:
        other = sender.get(address, htmx=True, **{"If-None-Match": version})

    assert same.status_code == 304
    assert len(waiting) <= 8
    assert 'id="envelope_timeline"' in other.text
    assert 'id="noted"' not in other.text
    assert len(changed) <= 27


def declined(member: Member, envelope: Envelope, now: datetime) -> None:
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.decline(ceremony, "Not now.", ORIGIN, now)


def voided(member: Member, envelope: Envelope, now: datetime) -> None:
    run(member, voiding.void, envelope.id, "Not needed", now)


def expired(member: Member, envelope: Envelope, now: datetime) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        due = "update outbox set due_at = now() where kind = 'expire_envelope' and envelope_id = %s"
        tx.rows.run(due, envelope.id)
    job = ceremonies.lease_open(member, "expire_envelope", envelope.id)
    run_job(job, expiring.expire, now + timedelta(days=400))


def completed(member: Member, envelope: Envelope, now: datetime) -> None:
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, now)
    job = ceremonies.lease_open(member, "seal_envelope", envelope.id)
    assert ceremonies.complete(job, {envelope.documents[0].id: b"sealed"}, b"certificate", now)


@pytest.mark.parametrize("ended", [declined, voided, expired, completed])
def test_what_the_page_offers_follows_the_state_when_it_asks_again(
    sender: Sender, member: Member, now: datetime, ended: Ending
) -> None:
    envelope = ceremonies.sent(member, now)
    before = sender.get(f"/envelopes/{envelope.id}").text
    address, version = asked_again(before)
    ended(member, envelope, now)

    page = sender.get(address, htmx=True, **{"If-None-Match": version}).text

    after = sender.get(f"/envelopes/{envelope.id}").text
    assert run(member, reading.envelope, envelope.id).status == ended.__name__
    assert 'id="envelope_more" class="sent-page__more" hx-swap-oob="outerMorph"' in page
    assert "Void this envelope" in before and "Void this envelope" not in page
    assert "Remind" not in page
    assert "Move to the recycle bin" in page
    assert offered(after) - offered(before) <= offered(page)
    assert not (offered(before) - offered(after)) & offered(page)
    assert ("every" in page) == ("every" in after)  # whether it goes on asking


def offered(page: str) -> set[str]:
    """Where the forms and links of the envelope's page lead."""
    return set(re.findall(r'(?:action|formaction|href)="(/envelopes/[^"]+)"', page))


def test_the_menu_is_not_drawn_again_as_long_as_it_offers_the_same(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    address, version = asked_again(sender.get(f"/envelopes/{envelope.id}").text)
    ceremonies.sign(member, envelope.recipients[0], now)

    page = sender.get(address, htmx=True, **{"If-None-Match": version}).text

    assert 'id="envelope_timeline"' in page
    assert 'id="envelope_more"' not in page


def test_reminding_is_offered_from_its_hour_on_and_says_from_when(
    sender: Sender, member: Member, now: datetime
) -> None:
    just_sent = ceremonies.sent(member, now)
    long_sent = ceremonies.sent(member, now - timedelta(hours=2))

    early = sender.get(f"/envelopes/{just_sent.id}").text
    late = sender.get(f"/envelopes/{long_sent.id}").text

    hour = (just_sent.recipients[0].sent_at or now) + timedelta(hours=1)
    assert "disabled aria-describedby" in early
    words = f'You can send a reminder from <time datetime="{hour.isoformat()}"'
    assert words in early.replace("\n", "")
    assert "disabled" not in late[late.index("reminders") : late.index("Remind Signer")]


def test_a_page_that_waits_for_the_hour_to_remind_is_drawn_anew_when_it_has_come(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    address, version = asked_again(sender.get(f"/envelopes/{envelope.id}").text)
    passed = re.sub(r"asks_at=[^&]+", "asks_at=2020-01-01T00:00:00%2B00:00", address)

    before = sender.get(address, htmx=True, **{"If-None-Match": version})
    after = sender.get(passed, htmx=True, **{"If-None-Match": version})

    assert before.status_code == 304
    assert after.status_code == 200


@pytest.mark.parametrize(
    ("act", "form", "sentence"),
    [
        ("voiding", {"reason": "The price is wrong."}, "Everyone has signed"),
        ("reminders", {}, "This envelope is closed"),
        ("deletion", {}, "still open for signing"),
    ],
)
def test_a_refused_act_keeps_what_was_typed_and_looks_like_a_refusal(
    sender: Sender, member: Member, now: datetime, act: str, form: dict[str, str], sentence: str
) -> None:
    envelope = ceremonies.sent(member, now)
    sender.get(f"/envelopes/{envelope.id}")
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, now)

    answer = sender.post(f"/envelopes/{envelope.id}/{act}", **form)

    assert answer.status_code == 409
    assert 'class="notice notice--problem"' in answer.text
    assert "notice--done" not in answer.text
    assert sentence in answer.text
    assert form.get("reason", "") in answer.text


def test_who_may_only_read_is_not_offered_to_void_or_remind(
    app: Flask, sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    reader = people.colleague(member, MemberRole.AUDITOR)

    page = Sender(app, reader).signed_in().get(f"/envelopes/{envelope.id}").text

    assert "Waiting for Signer One" in page
    assert "Void this envelope" not in page
    assert "/reminders" not in page


def test_each_recipient_says_what_they_did_and_what_can_be_done_for_them(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent_for_several(member, now - timedelta(hours=2))
    first, second = envelope.recipients
    opened = ceremonies.enter(member, first)
    ceremonies.consent(opened, ORIGIN, now - timedelta(hours=1))
    place = f"/envelopes/{envelope.id}"

    page = sender.get(place).text
    answer = sender.post(f"{place}/reminders", recipient_id=str(second.id))
    after = sender.get(place).text

    one, two = page.split('class="taker ')[1:3]
    assert "Opened <time" in one and "Opened <time" not in two
    assert f"/recipients/{first.id}/correction" not in one  # the trail speaks of them now
    assert f"/recipients/{second.id}/correction" in two
    assert answer.status_code == 303
    one, two = after.split('class="taker ')[1:3]
    assert "Reminded <time" in two and "Reminded <time" not in one
    assert 'name="recipient_id"' in one and 'name="recipient_id"' not in two


def test_what_the_menu_opens_is_a_page_of_its_own_too(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    page = sender.get(f"/envelopes/{envelope.id}").text

    panels = re.findall(r'data-panel href="([^"]+)"', page)

    for place in panels:
        whole, part = sender.get(place).text, sender.get(place, htmx=True).text
        assert "<!doctype html>" in whole
        assert 'id="panel"' in whole and 'id="panel"' in part
        assert "<html" not in part
    assert {p.rpartition("/")[2] for p in panels} == {
        "sharing", "details", "filing", "holds", "voiding", "correction",
    }  # fmt: skip


def test_voiding_without_a_reason_asks_for_it_in_the_same_panel(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    sender.get(f"/envelopes/{envelope.id}")

    answer = sender.post(f"/envelopes/{envelope.id}/voiding", htmx=True, reason=" ")

    assert answer.status_code == 422
    assert 'id="panel"' in answer.text
    assert "Give a brief reason" in answer.text


def test_what_has_ended_has_no_form_to_void_or_correct_it(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    run(member, voiding.void, envelope.id, "Another price.", now)
    first = envelope.recipients[0].id

    places = [f"/envelopes/{envelope.id}/voiding",
              f"/envelopes/{envelope.id}/recipients/{first}/correction"]  # fmt: skip

    for place in places:
        assert sender.get(place).location == f"/envelopes/{envelope.id}"


def test_how_it_ended_is_said_in_the_head(sender: Sender, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)
    run(member, voiding.void, envelope.id, "Another price.", now)

    page = sender.get(f"/envelopes/{envelope.id}").text

    head = page[page.index('id="envelope_head"') : page.index("</header>", page.index("sent-page"))]
    assert "voided this envelope" in head
    assert "“Another price.”" in head


def test_the_technical_details_are_loaded_when_they_are_opened(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)

    page = sender.get(f"/envelopes/{envelope.id}").text
    details = sender.get(f"/envelopes/{envelope.id}/trail", htmx=True).text

    assert envelope.documents[0].canonical_sha256 not in page
    assert f'hx-get="/envelopes/{envelope.id}/trail"' in page
    assert envelope.documents[0].canonical_sha256 in details
    assert "complete and unchanged" in details


def test_those_who_are_waited_for_are_named_and_the_reader_is_called_you(
    sender: Sender, member: Member, now: datetime
) -> None:
    names = ["Ana", "Boris", "Chen", "Dora"]
    others = [Recipient(uuid4(), name, f"{name}@example.com".lower()) for name in names]
    few = sent_to(member, [others[0], Recipient(uuid4(), "Myself", member.email)], now)
    many = sent_to(member, [replace(r, id=uuid4()) for r in others], now)

    assert "Waiting for you and Ana" in sender.get(f"/envelopes/{few.id}").text
    assert "Waiting for Ana, Boris and 2 other people" in sender.get(f"/envelopes/{many.id}").text
