"""Whom a member sent to last, and the last message, offered on the page of a draft."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from flask import Flask

from core.access import MemberRole
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending, voiding
from tenants.use_cases.retention import recycle_bin
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.senders import Sender

OFFER = "Same message as last time"


def sent_with_message(
    member: Member, now: datetime, name: str = "Signer One", message: str = "Please sign by Friday."
) -> Envelope:
    draft = ceremonies.draft_with_document(member, now)
    email = f"{name.split()[-1].lower()}@example.com"
    one = Recipient(uuid4(), name, email)
    run(member, drafting.name_recipients, draft.id, [one], now)
    run(member, drafting.rename, draft.id, "Lease", message, now)
    field = ceremonies.signature_field(draft.documents[0].id, one.id, 100)
    run(member, drafting.place_fields, draft.id, [field], now)
    return run(member, sending.send, draft.id, now)


def new_draft(sender: Sender) -> str:
    return sender.get("/envelopes/new").headers["Location"].partition("?")[0]


def test_a_first_draft_offers_nothing(sender: Sender) -> None:
    page = sender.get(f"{new_draft(sender)}?new=yes").text

    assert OFFER not in page
    assert "Recent" not in page


def test_the_latest_people_are_offered_and_the_last_message(
    sender: Sender, member: Member, now: datetime
) -> None:
    for number in range(5):
        sent_with_message(
            member, now + timedelta(minutes=number), f"Person No{number}", f"{number}!"
        )

    page = sender.get(f"{new_draft(sender)}?new=yes").text

    assert page.index("Person No4") < page.index("Person No1")
    assert "Person No0" not in page  # four are enough
    assert OFFER in page and 'value="4!"' in page


def test_what_others_of_the_organization_sent_is_not_offered(
    app: Flask, sender: Sender, member: Member, now: datetime
) -> None:
    sent_with_message(member, now)
    other = Sender(app, colleague(member, MemberRole.SENDER)).signed_in()

    page = other.get(f"{new_draft(other)}?new=yes").text

    assert OFFER not in page and "Signer One" not in page


def test_the_message_of_what_was_deleted_is_not_offered(
    sender: Sender, member: Member, now: datetime
) -> None:
    kept = sent_with_message(member, now, message="Kept")
    gone = sent_with_message(member, now + timedelta(minutes=1), message="Private")
    run(member, voiding.void, gone.id, "By mistake", now)
    run(member, recycle_bin.delete, gone.id, now)

    page = sender.get(f"{new_draft(sender)}?new=yes").text

    assert 'value="Kept"' in page and kept.message == "Kept"
    assert "Private" not in page


def test_one_press_names_the_recipient_without_a_script_too(
    sender: Sender, member: Member, now: datetime
) -> None:
    sent_with_message(member, now)
    place = new_draft(sender)
    sender.get(f"{place}?new=yes")

    answer = sender.post_rows(
        f"{place}/recipients",
        [{"id": str(uuid4()), "name": "", "email": "", "role": "signer"}],
        action="recent-one@example.com Signer One",
        page=str(uuid4()),
        new="yes",
    )

    assert answer.status_code in (200, 303)
    envelope = run(member, reading.envelope, UUID(place.rpartition("/")[2]))
    assert [(r.name, r.email) for r in envelope.recipients] == [("Signer One", "one@example.com")]


def test_one_press_takes_the_message_over_and_it_can_be_changed(
    sender: Sender, member: Member, now: datetime
) -> None:
    draft = ceremonies.draft_with_document(member, now)
    sent_with_message(member, now)
    place = f"/envelopes/{draft.id}"
    sender.get(place)

    shown = sender.post(
        place, htmx=True, page=str(uuid4()), message="", same_message="Please sign by Friday."
    ).text

    assert 'id="messaging"' in shown and "Please sign by Friday.</textarea>" in shown
    assert run(member, reading.envelope, draft.id).message == "Please sign by Friday."
    assert OFFER not in sender.get(place).text


def test_an_auditor_reads_a_draft_that_they_may_not_change(sender: Sender, app: Flask) -> None:
    draft = ceremonies.draft_with_document(sender.member, datetime.now(UTC))
    auditor = Sender(app, colleague(sender.member, MemberRole.AUDITOR)).signed_in()

    answer = auditor.get(f"/envelopes/{draft.id}")

    assert answer.status_code == 200
    assert draft.documents[0].name in answer.text
