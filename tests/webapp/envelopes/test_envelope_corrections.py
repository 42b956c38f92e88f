from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from core.envelopes.envelope import Envelope
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail, envelope_page, reading, voiding
from tests.tenants import ceremonies
from tests.tenants.opening import run, run_job
from tests.webapp.senders import Sender


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    return ceremonies.sent(member, now)


def page_of(envelope: Envelope) -> str:
    return f"/envelopes/{envelope.id}/correction"


def rows(envelope: Envelope) -> dict[str, str]:
    """As the page shows them."""
    form = {}
    for r in envelope.recipients:
        values = {"name": r.name, "email": r.email, "order": r.routing_order}
        values["was"] = r.link_generation
        form |= {f"{name}-{r.id}": str(value) for name, value in values.items()}
    return form


def test_one_page_corrects_people_order_and_expiry_in_one_commit(
    sender: Sender, member: Member, envelope: Envelope, now: datetime
) -> None:
    first, second, _ = envelope.recipients
    late = uuid4()
    shown = sender.get(page_of(envelope)).text
    form = rows(envelope) | {
        f"email-{first.id}": "right@example.com",
        f"order-{second.id}": "5",
        **{"added": str(late), f"name-{late}": "Late Person"},
        **{f"email-{late}": "late@example.com", f"role-{late}": "viewer", f"order-{late}": "3"},
        "expires_on": f"{(now + timedelta(days=20)).date()}",
    }

    answer = sender.post(page_of(envelope), **form)
    again = sender.post(page_of(envelope), **form)
    after = run(member, reading.envelope, envelope.id)

    assert f'name="order-{second.id}"' in shown
    assert f'name="order-{first.id}" value="1"' in shown  # hidden: they were asked already
    assert (answer.status_code, again.status_code) == (303, 303)
    assert [(r.name, r.email, r.routing_order) for r in after.recipients] == [
        (first.name, "right@example.com", 1),
        (second.name, second.email, 5),
        *((r.name, r.email, r.routing_order) for r in envelope.recipients[2:]),
        ("Late Person", "late@example.com", 3),
    ]
    assert after.expires_at and after.expires_at.date() == (now + timedelta(days=20)).date()
    page = sender.get(f"/envelopes/{envelope.id}").text
    assert "moved Signer Two from step" in page
    assert "added Late Person" in page
    assert run(member, envelope_page.show, envelope.id, now).timeline.intact


def test_a_removed_recipient_is_told_and_their_link_says_so(
    sender: Sender, member: Member, envelope: Envelope
) -> None:
    first = envelope.recipients[0]
    sender.get(page_of(envelope))

    sender.post(page_of(envelope), **rows(envelope), **{f"remove-{first.id}": "yes"})

    letter = run_job(ceremonies.lease_open(member, "mail_removal"), envelope_mail.load)
    after = run(member, reading.envelope, envelope.id)
    assert letter.to == (first.name, first.email)
    assert [r.status.value for r in after.recipients[:2]] == ["skipped", "sent"]
    assert "removed Signer One" in sender.get(f"/envelopes/{envelope.id}").text


def test_what_is_wrong_keeps_all_that_was_typed(
    sender: Sender, member: Member, envelope: Envelope
) -> None:
    first, late = envelope.recipients[0], uuid4()
    sender.get(page_of(envelope))
    form = rows(envelope) | {
        f"email-{first.id}": "right@",
        **{"added": str(late), f"name-{late}": "Late Person", f"email-{late}": "late@example.com"},
        **{f"role-{late}": "signer", f"order-{late}": "2", "expires_on": "2020-01-01"},
    }

    answer = sender.post(page_of(envelope), **form)
    garbled = sender.post(page_of(envelope), **form | {"expires_on": "soon"})

    assert (answer.status_code, garbled.status_code) == (422, 422)
    assert 'value="right@"' in answer.text
    assert 'value="Late Person"' in answer.text
    assert "Enter a complete e-mail address" in answer.text
    assert "A signer needs fields." in answer.text
    assert "Choose a day from tomorrow on" in answer.text
    assert run(member, reading.envelope, envelope.id).recipients == envelope.recipients


def test_an_ended_envelope_is_not_corrected(
    sender: Sender, member: Member, envelope: Envelope, now: datetime
) -> None:
    run(member, voiding.void, envelope.id, "A mistake", now)

    answer = sender.get(page_of(envelope))
    late = sender.post(page_of(envelope), **rows(envelope))

    assert (answer.status_code, late.status_code) == (303, 409)


def test_options_are_chosen_after_sending_and_the_trail_says_so(
    sender: Sender, member: Member, envelope: Envelope
) -> None:
    first = envelope.recipients[0]
    place = f"/envelopes/{envelope.id}/recipients/{first.id}/options"
    shown = sender.get(place)

    answer = sender.post(place, note="Call me first.", proofs="email_code")

    assert shown.status_code == 200
    assert answer.status_code == 303
    options = run(member, reading.envelope, envelope.id).recipients[0].options
    assert (options.note, options.proofs) == ("Call me first.", ("email_code",))
    assert "changed the options for Signer One" in sender.get(f"/envelopes/{envelope.id}").text
