"""Sign it yourself: a draft for the sender alone, sent and opened without a mail."""

from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid4

from core.envelopes.envelope import Envelope, Status
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.envelopes.test_clicks_in_a_browser import take_in
from tests.webapp.senders import Sender


def dropped(sender: Sender, now: datetime) -> Envelope:
    """A file dropped on the page, and taken in by the worker."""
    sender.get("/self-signing")
    id = uuid4()
    file = (BytesIO(ceremonies.PDF), "Lease of my flat.pdf")
    sender.post("/self-signing", envelope_id=str(id), files=file)
    take_in(sender.member, now)
    return run(sender.member, reading.envelope, id)


def place(member: Member, envelope: Envelope, now: datetime) -> Field:
    me = envelope.recipients[0]
    spot = (1, 100, 300, 150, 40)
    field = Field(uuid4(), envelope.documents[0].id, (me.id,), kinds.named("signature"), *spot)
    run(member, drafting.place_fields, envelope.id, [field], now)
    return field


def jobs(member: Member, envelope_id: UUID) -> set[str]:
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select kind from outbox where envelope_id = %s", envelope_id)
    return {row["kind"] for row in rows}


def test_a_dropped_file_is_a_draft_for_the_member_alone(sender: Sender, now: datetime) -> None:
    envelope = dropped(sender, now)

    (me,) = envelope.recipients
    assert (me.email, me.role.signs) == (sender.member.email, True)
    assert envelope.name == "Lease of my flat"
    assert envelope.status is Status.DRAFT


def test_while_the_pages_are_prepared_the_page_waits_and_then_leads_on(
    sender: Sender, now: datetime
) -> None:
    sender.get("/self-signing")
    id = uuid4()
    file = (BytesIO(ceremonies.PDF), "Lease.pdf")
    sender.post("/self-signing", envelope_id=str(id), files=file)

    waiting = sender.get(f"/envelopes/{id}/self-signing")
    take_in(sender.member, now)
    ready = sender.get(f"/envelopes/{id}/self-signing")
    polled = sender.get(f"/envelopes/{id}/self-signing", htmx=True)

    assert "Preparing the pages" in waiting.text
    assert ready.headers["Location"] == f"/envelopes/{id}/fields"
    assert polled.headers["HX-Redirect"] == f"/envelopes/{id}/fields"


def test_the_same_form_again_is_the_same_draft(sender: Sender, now: datetime) -> None:
    envelope = dropped(sender, now)

    file = (BytesIO(ceremonies.PDF), "Lease of my flat.pdf")
    sender.post("/self-signing", envelope_id=str(envelope.id), files=file)

    after = run(sender.member, reading.envelope, envelope.id)
    assert len(after.documents) == 1
    assert after.recipients == envelope.recipients


def test_one_press_agrees_and_leads_to_the_signature_without_a_mail(
    sender: Sender, now: datetime
) -> None:
    envelope = dropped(sender, now)
    place(sender.member, envelope, now)

    page = sender.get(f"/envelopes/{envelope.id}/fields").text
    answer = sender.post(f"/envelopes/{envelope.id}/self-signing", agreed="yes")

    assert "you agree to sign this document electronically" in page
    assert "What you agree to" in page
    after = run(sender.member, reading.envelope, envelope.id)
    assert answer.headers["Location"] == f"/sign/{after.recipients[0].id}#next_step"
    assert after.recipients[0].consented
    entries = [e.type for e in run(sender.member, reading.timeline, envelope.id).entries]
    assert entries[-5:] == [
        "recipient.self_signing_started",
        "recipient.signed_in",
        "consent.accepted",
        "recipient.delivered",
        "envelope.delivered",
    ]
    assert "mail_invitation" not in jobs(sender.member, envelope.id)


def test_without_a_signature_nothing_is_sent_and_the_page_says_why(
    sender: Sender, now: datetime
) -> None:
    envelope = dropped(sender, now)
    sender.get(f"/envelopes/{envelope.id}/fields")

    answer = sender.post(f"/envelopes/{envelope.id}/self-signing", agreed="yes")

    assert answer.headers["Location"] == f"/envelopes/{envelope.id}/fields"
    assert "Place a required signature field" in sender.get(answer.headers["Location"]).text
    assert run(sender.member, reading.envelope, envelope.id).status is Status.DRAFT


def test_an_envelope_for_someone_else_is_not_signed_so(sender: Sender, now: datetime) -> None:
    draft = ceremonies.draft_with_document(sender.member, now)
    run(sender.member, drafting.name_recipients, draft.id, [ceremonies.recipient()], now)

    page = sender.get(f"/envelopes/{draft.id}/fields").text
    answer = sender.post(f"/envelopes/{draft.id}/self-signing", agreed="yes")

    assert "Agree and sign" not in page
    assert answer.headers["Location"] == f"/envelopes/{draft.id}"
    assert "only recipient" in sender.get(answer.headers["Location"]).text


def test_a_second_press_leads_to_the_same_place(sender: Sender, now: datetime) -> None:
    envelope = dropped(sender, now)
    place(sender.member, envelope, now)
    sender.get(f"/envelopes/{envelope.id}/fields")

    first = sender.post(f"/envelopes/{envelope.id}/self-signing", agreed="yes")
    second = sender.post(f"/envelopes/{envelope.id}/self-signing", agreed="yes")

    assert first.headers["Location"] == second.headers["Location"]
    entries = [e.type for e in run(sender.member, reading.timeline, envelope.id).entries]
    assert entries.count("recipient.self_signing_started") == 1
    assert entries.count("consent.accepted") == 1


def test_once_started_it_is_listed_as_waiting_for_the_member(sender: Sender, now: datetime) -> None:
    envelope = dropped(sender, now)
    place(sender.member, envelope, now)
    sender.get(f"/envelopes/{envelope.id}/fields")

    sender.post(f"/envelopes/{envelope.id}/self-signing", agreed="yes")

    for box in ("inbox", "sent"):
        assert "Lease of my flat" in sender.get(f"/envelopes?box={box}").text, box
