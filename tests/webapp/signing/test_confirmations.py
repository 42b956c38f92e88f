"""Each signature confirmed on the pages, without a script: a reason, a proof, then the end."""

from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.use_cases.signing.test_identity_proofs import mailed_code
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer


def sent(member: Member, signatures: int = 1) -> Envelope:
    now = datetime.now(UTC)
    draft = ceremonies.draft_with_document(member, now)
    person = Recipient(uuid4(), "Anna Lind", "anna@example.com")
    run(member, drafting.name_recipients, draft.id, [person], now)
    run(member, drafting.choose_proofs, draft.id, ["email_code"], now, True)
    id = draft.documents[0].id
    fields = [ceremonies.signature_field(id, person.id, 100 + 200 * n) for n in range(signatures)]
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)


def prove(signer: Signer, member: Member) -> str:
    """The code that is asked for; where it leads to."""
    signer.post(f"{signer.page}/proofs/email_code/codes")
    code = mailed_code(member, datetime.now(UTC))
    answer = signer.post(f"{signer.page}/proofs/email_code", {"code": code})
    return str(answer.headers["Location"])


def a_minute_passes(member: Member) -> None:
    with member.organization.transaction(member.principal) as tx:
        tx.rows.run("update proof_states set sent_at = sent_at - interval '1 minute'")


def begun(app: Flask, member: Member) -> Signer:
    """Up to the first time that they choose Finish."""
    signer = Signer(app, member, sent(member), 0)
    signer.open()
    prove(signer, member)
    signer.get(signer.page)
    signer.post(f"{signer.page}/consent", {"agreed": "yes"})
    signer.get(signer.page)
    signer.adopt(uuid4())
    return signer


def test_a_reason_and_a_proof_come_before_the_end(app: Flask, member: Member) -> None:
    signer = begun(app, member)
    field = str(signer.fields[0].id)

    asked = signer.post(f"{signer.page}/completion")
    page = signer.get(asked.headers["Location"]).text
    without = signer.post(f"{signer.page}/confirmation", {"field": field})
    reason = {"field": field, "choice": "I approve this document"}
    chosen = signer.post(f"{signer.page}/confirmation", reason)
    proof = signer.get(chosen.headers["Location"]).text
    a_minute_passes(member)
    after = prove(signer, member)

    assert "Why are you signing?" in page and "1 signature left to confirm" in page
    assert without.status_code == 422 and "Say why you are signing." in without.text
    assert "Confirm your signature" in proof and "Send me a code" in proof
    assert after == f"{signer.page}/confirmation"
    assert "Review and finish" in signer.get(after).text
    assert signer.post(f"{signer.page}/confirmation/completion").status_code == 303
    envelope = run(member, reading.envelope, signer.envelope.id)
    assert envelope.recipients[0].completed_at


def test_it_can_be_cancelled_and_the_documents_are_shown_again(app: Flask, member: Member) -> None:
    signer = begun(app, member)
    signer.post(f"{signer.page}/completion")
    field = str(signer.fields[0].id)
    signer.post(f"{signer.page}/confirmation", {"field": field, "reason": "I read it"})

    proof = signer.get(signer.page).text
    signer.post(f"{signer.page}/confirmation/cancel")

    assert "Confirm your signature" in proof
    assert "Confirm your signature" not in signer.get(signer.page).text
    left = signer.post(f"{signer.page}/confirmation/completion")
    assert left.headers["Location"] == f"{signer.page}/confirmation"


def test_the_sender_chooses_it_and_the_organization_requires_it(app: Flask, sender: Sender) -> None:
    now = datetime.now(UTC)
    draft = ceremonies.draft_with_document(sender.member, now)

    sender.get(f"/envelopes/{draft.id}/proofs")
    sender.post(f"/envelopes/{draft.id}/proofs", proofs="email_code", confirm="yes")
    chosen = run(sender.member, reading.envelope, draft.id)
    sender.get("/settings/identity-proofs")
    saved = sender.post(
        "/settings/identity-proofs", confirm_signatures="yes", signing_reasons="I agree\nI wrote it"
    )
    wrong = sender.post("/settings/identity-proofs", signing_reasons="x" * 200)

    assert chosen.confirming.required and saved.status_code == 303
    assert wrong.status_code == 422 and "Enter up to 20 reasons" in wrong.text
    least = run(sender.member, reading.envelope, draft.id).least_confirming
    assert (least.required, least.free) == (True, False)
    assert least.reasons == ("I agree", "I wrote it")
    assert "Your organization requires it." in sender.get(f"/envelopes/{draft.id}/proofs").text
