from uuid import UUID, uuid4

from flask import Flask

from actors.documents import intake_document, render_pages
from actors.pdf.intake import intake
from core.access import MemberRole
from tenants.member import Member
from tenants.use_cases.documents.document_intake import IntakeResult
from tenants.use_cases.envelopes import reading
from tenants.use_cases.people import inviting
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.senders import Sender
from webapp.routes.organizations.onboarding import SAMPLE


def steps(sender: Sender) -> list[bool] | None:
    """Which of the three are done; None where they are not shown."""
    page = sender.get("/envelopes").text
    if "first-steps" not in page:
        return None
    return ["is-done" in step for step in page.split('class="first-step')[3:]]


def test_the_first_list_of_an_organization_shows_three_steps(app: Flask, sender: Sender) -> None:
    viewer = Sender(app, colleague(sender.member, MemberRole.SENDER)).signed_in()

    assert steps(sender) == [False, True, False]
    assert steps(viewer) is None
    assert "first-steps" not in sender.get("/envelopes?box=drafts").text
    assert "first-steps" not in sender.get("/envelopes?search=lease").text


def test_the_sample_is_a_draft_like_any_other_with_the_member_as_its_signer(
    sender: Sender,
) -> None:
    member = sender.member
    sender.get("/envelopes")

    answer = sender.post("/onboarding/sample")

    envelope_id = UUID(answer.headers["Location"].rsplit("/", 1)[1])
    envelope = run(member, reading.envelope, envelope_id)
    assert [(r.name, r.email) for r in envelope.recipients] == [(member.name, member.email)]
    assert [f.kind.name for f in envelope.fields] == ["signature", "date_signed", "full_name"]
    assert ceremonies.lease_open(member, "intake_document", envelope.id)
    assert steps(sender) == [False, False, False]


def test_a_form_that_is_sent_twice_makes_one_sample(app: Flask, sender: Sender) -> None:
    page = sender.get("/envelopes").text
    sample_id = page.split('name="sample_id" value="')[1].split('"')[0]
    window = Sender(app, sender.member).signed_in()

    first = sender.post("/onboarding/sample", sample_id=sample_id)
    second = window.post("/onboarding/sample", sample_id=sample_id)

    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["Location"].endswith(sample_id)
    envelope = run(sender.member, reading.envelope, UUID(sample_id))
    assert len(envelope.documents) == len(envelope.recipients) == 1


def test_a_step_is_done_when_it_was_done_and_they_leave_with_the_last(
    sender: Sender, member: Member
) -> None:
    ceremonies.sent(member, NOW)
    after_sending = steps(sender)
    run(member, inviting.invite, "colleague@example.com", MemberRole.SENDER, NOW)
    after_inviting = steps(sender)
    sender.get("/settings/branding")
    sender.post("/settings/branding", colour="#336699", dark_colour="", sender_name="", reply_to="")

    assert after_sending == [True, False, False]
    assert after_inviting == [True, True, False]
    assert steps(sender) is None


def test_they_can_be_put_away_for_good(sender: Sender) -> None:
    before = steps(sender)

    sender.post("/onboarding/dismissal")

    assert before == [False, False, False]
    assert steps(sender) is None


def test_the_sample_can_be_sent_as_soon_as_its_page_is_ready(
    sender: Sender, member: Member
) -> None:
    sender.get("/envelopes")
    place = sender.post("/onboarding/sample").headers["Location"]
    job = ceremonies.lease_open(member, "intake_document")
    found = intake.accept(SAMPLE.read_bytes())
    taken = IntakeResult(found.canonical, found.pages, found.notes, [])
    intake_document.accept(job, taken, NOW)
    job = ceremonies.lease_open(member, "render_pages")
    render_pages.keep(job, [ceremonies.Rendered(1)], {1: []}, NOW)

    page = sender.get(place)
    answer = sender.post(f"{place}/sending", page_id=str(uuid4()))

    assert page.status_code == 200
    assert answer.status_code == 303, answer.text
    assert steps(sender) == [True, False, False]
