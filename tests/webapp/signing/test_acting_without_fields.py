"""Pages for recipients who decide or read, and fill in nothing."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.role import Role
from core.envelopes.roles.viewer import VIEWER
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.documents.test_readings import sent_to
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer


def sent(member: Member, role: Role, now: datetime) -> Envelope:
    """To somebody of this role first, then to a signer."""
    people = [
        Recipient(uuid4(), "First One", "first@example.com", role, 1),
        Recipient(uuid4(), "Signer Two", "two@example.com", routing_order=2),
    ]
    return sent_to(member, people, now)


def test_an_approver_reads_and_approves_with_one_button(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = sent(member, APPROVER, now)
    boss = Signer(app, member, envelope, 0)

    hello = boss.open().text
    page = boss.consent().text
    answer = boss.post(f"{boss.page}/completion")
    after = boss.get(boss.page).text

    assert "asks you to approve “<bdi>Lease</bdi>”" in hello
    assert "agree to read and approve electronically" in hello
    assert "Electronic documents" in hello
    assert page.count('class="folio"') == 2
    assert page.count(">Approve</span></button>") == 1
    assert "Save and finish later" not in page
    assert answer.status_code == 303
    assert "You have approved." in after
    assert run(member, reading.envelope, envelope.id).recipients[0].completed_at


def test_nothing_is_approved_by_looking_at_it(app: Flask, member: Member, now: datetime) -> None:
    envelope = sent(member, APPROVER, now)
    boss = Signer(app, member, envelope, 0)
    boss.consent()

    for path in ("", "/print", "/help", "/refusal", "/review"):
        boss.get(f"{boss.page}{path}")

    assert not run(member, reading.envelope, envelope.id).recipients[0].completed_at


def test_an_approver_declines_in_words_of_their_own(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = sent(member, APPROVER, now)
    boss = Signer(app, member, envelope, 0)
    boss.consent()

    form = boss.get(f"{boss.page}/refusal").text
    boss.post(f"{boss.page}/refusal", {"reason": "Too dear."})

    assert "Decline to approve" in form
    assert "you do not approve anything" in form
    assert "You declined to approve." in boss.get(boss.page).text
    assert run(member, reading.envelope, envelope.id).status is Status.DECLINED


def test_a_viewer_opens_the_documents_and_goes_on_reading(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = sent(member, VIEWER, now)
    reader = Signer(app, member, envelope, 0)

    hello = reader.open().text
    looked = run(member, reading.envelope, envelope.id).recipients[0].completed_at
    reader.post(f"{reader.page}/consent", {"agreed": "yes"})
    page = reader.get(reader.page).text
    image = reader.get(f"{reader.page}/documents/{envelope.documents[0].id}/pages/1")

    found = run(member, reading.envelope, envelope.id)
    assert "asks you to read “<bdi>Lease</bdi>”" in hello
    assert 'class="folio"' not in hello
    assert looked is None
    assert found.recipients[0].completed_at
    assert found.recipients[1].sent_at
    assert page.count('class="folio"') == 2
    assert "You have opened the documents." in page
    assert "/completion" not in page
    assert "Decline" not in page
    assert image.status_code == 200


def test_a_viewer_who_ticks_nothing_opens_nothing(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = sent(member, VIEWER, now)
    reader = Signer(app, member, envelope, 0)
    reader.open()

    answer = reader.post(f"{reader.page}/consent")

    assert answer.status_code == 422
    assert "To see the documents, choose “Agree and" in answer.text
    assert not run(member, reading.envelope, envelope.id).recipients[0].completed_at


def test_a_viewer_reads_the_sealed_documents_in_the_end(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = sent(member, VIEWER, now)
    for recipient in envelope.recipients:
        ceremonies.sign(member, recipient, now)
    job = ceremonies.lease_open(member, "seal_envelope")
    sealed = {envelope.documents[0].id: ceremonies.SEALED}
    assert ceremonies.complete(job, sealed, b"%PDF-1.7 certificate", now)
    reader = Signer(app, member, envelope, 0)

    page = reader.open().text
    copy = reader.get(f"{reader.page}/documents/{envelope.documents[0].id}")

    assert "Your documents are ready" in page
    assert copy.data == ceremonies.SEALED


def test_the_story_says_once_that_a_viewer_opened_it(sender: Sender, now: datetime) -> None:
    envelope = sent(sender.member, VIEWER, now)
    ceremonies.sign(sender.member, envelope.recipients[0], now)

    page = sender.get(f"/envelopes/{envelope.id}").text

    assert page.count("First One agreed to receive it electronically and opened it") == 1
    assert "First One has opened it, " not in page
    assert "1 of 2 finished" in page


@pytest.mark.parametrize("path", ["signature", "values"])
def test_whoever_has_no_fields_signs_and_fills_in_nothing(
    app: Flask, member: Member, now: datetime, path: str
) -> None:
    envelope = sent(member, APPROVER, now)
    boss = Signer(app, member, envelope, 0)
    boss.consent()
    field = envelope.fields[0]

    boss.post(
        f"{boss.page}/{path}",
        {
            "signature_id": uuid4(),
            "kind": "signature",
            "method": "typed",
            "text": "Boss",
            "font": "caveat",
            str(field.id): "mine",
        },
    )

    found = run(member, reading.envelope, envelope.id)
    assert found.signatures == ()
    assert not any(f.value for f in found.fields)


def test_the_sender_chooses_an_approver_and_reads_that_they_approved(
    sender: Sender, now: datetime
) -> None:
    envelope = sent(sender.member, APPROVER, now)
    before = sender.get(f"/envelopes/{envelope.id}").text
    ceremonies.sign(sender.member, envelope.recipients[0], now)

    after = sender.get(f"/envelopes/{envelope.id}").text
    listed = sender.get("/envelopes?box=sent").text

    assert "0 of 2 finished" in before
    assert "1 of 2 finished" in after
    assert "First One has approved, " in after
    assert "First One agreed to approve electronically and opened it" in after
    assert "First One: approved" in listed


def test_a_draft_offers_every_role(sender: Sender, now: datetime) -> None:
    draft = ceremonies.draft_with_document(sender.member, now)

    page = sender.get(f"/envelopes/{draft.id}").text

    assert '<option value="signer" selected>Signer</option>' in page
    assert '<option value="approver">Approver</option>' in page
    assert '<option value="viewer">Viewer</option>' in page
    assert '<option value="cc">Gets a copy</option>' in page
