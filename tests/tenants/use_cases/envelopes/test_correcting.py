from datetime import datetime
from uuid import uuid4

import pytest

from actors.evidence import sealing_attempt
from core.envelopes.correcting import Correction
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.refusals import NotCorrectable
from core.envelopes.roles.viewer import VIEWER
from core.principal import SYSTEM
from core.refusals import Invalid, NotFound
from core.signing.origin import Origin
from core.signing.refusals import LinkReplaced
from tenants import leased_job
from tenants.member import Member
from tenants.use_cases.envelopes import (
    correcting,
    drafting,
    envelope_mail,
    envelope_page,
    sending,
    voiding,
)
from tenants.use_cases.envelopes.delivery import delivery_reports
from tenants.use_cases.people import contact_suggestions
from tenants.use_cases.retention import legal_holds
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run, run_job
from tests.tenants.use_cases.retention.test_erasure_requests import ask, erase, run_erasures


@pytest.fixture
def envelope(member: Member) -> Envelope:
    return ceremonies.sent(member, NOW)


def bounce(member: Member, now: datetime = NOW) -> None:
    run_job(ceremonies.lease_open(member, "mail_invitation"), delivery_reports.bounced, 550, now)


def test_a_refused_invitation_ends_its_job_and_tells_the_sender(
    member: Member, envelope: Envelope
) -> None:
    bounce(member)

    with member.organization.transaction(SYSTEM) as tx:
        after = tx.envelopes.get(envelope.id)
        states = {
            row["kind"]: row["state"] for row in tx.rows.all("select kind, state from outbox")
        }
    assert after.recipients[0].bounced_at == NOW
    assert (states["mail_invitation"], states["mail_progress"]) == ("done", "open")
    assert run_job(ceremonies.lease_open(member, "mail_progress"), envelope_mail.is_wanted)


def test_a_corrected_address_gets_a_link_of_its_own_and_the_old_one_ends(
    member: Member, envelope: Envelope
) -> None:
    bounce(member)
    recipient = envelope.recipients[0]

    after = run(
        member,
        correcting.correct,
        envelope.id,
        recipient.id,
        Correction("Signer One", "right@example.com"),
        NOW,
    )

    letter = run_job(ceremonies.lease_open(member, "mail_invitation"), envelope_mail.load)
    assert letter.to == ("Signer One", "right@example.com")
    with pytest.raises(LinkReplaced):
        ceremonies.enter(member, recipient)
    assert ceremonies.enter(member, after.recipients[0]).recipient.email == "right@example.com"
    assert letter.link.endswith(ceremonies.token_of(member, after.recipients[0]))
    assert run(member, envelope_page.show, envelope.id, NOW).timeline.intact


def test_what_a_corrected_recipient_signs_is_sealed(member: Member, envelope: Envelope) -> None:
    first, second, _ = envelope.recipients
    after = run(
        member,
        correcting.correct,
        envelope.id,
        first.id,
        Correction("Signer Uno", "right@example.com"),
        NOW,
    )
    after = ceremonies.sign(member, after.recipients[0], NOW)
    after = run(
        member,
        correcting.correct,
        envelope.id,
        second.id,
        Correction("Signer Dos", "two@example.com"),
        NOW,
    )
    after = ceremonies.sign(member, after.recipients[1], NOW)

    loaded = sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))

    assert after.status is Status.SIGNED
    assert loaded is not None
    assert [r.name for r in loaded.envelope.recipients] == ["Signer Uno", "Signer Dos", "Copy"]


def test_an_address_that_is_none_changes_nothing(member: Member, envelope: Envelope) -> None:
    with pytest.raises(Invalid):
        run(
            member,
            correcting.correct,
            envelope.id,
            envelope.recipients[0].id,
            Correction("One", "one@"),
            NOW,
        )


def test_whoever_agreed_is_not_corrected(member: Member, envelope: Envelope) -> None:
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.consent(ceremony, Origin(), NOW)

    with pytest.raises(NotCorrectable):
        run(
            member,
            correcting.correct,
            envelope.id,
            envelope.recipients[0].id,
            Correction("One", "new@example.com"),
            NOW,
        )


def test_nobody_of_another_organization_corrects(
    member: Member, stranger: Member, envelope: Envelope
) -> None:
    with pytest.raises(NotFound):
        run(
            stranger,
            correcting.correct,
            envelope.id,
            envelope.recipients[0].id,
            Correction("One", "new@example.com"),
            NOW,
        )


def test_a_refusal_of_the_earlier_address_says_nothing_of_the_corrected_one(
    member: Member, envelope: Envelope
) -> None:
    first = envelope.recipients[0]
    asking = ceremonies.lease_open(member, "mail_invitation")
    typed = Correction("Signer One", "right@example.com")
    run(member, correcting.correct, envelope.id, first.id, typed, NOW)

    run(asking, delivery_reports.bounced, asking, 550, NOW)

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.envelopes.get(envelope.id).recipients[0].bounced_at is None
        assert not tx.rows.one_or_none("select from outbox where kind = 'mail_progress'")
    assert leased_job.lease(member.organization, asking.id) is None


def test_the_sender_is_not_told_of_a_refusal_that_they_have_corrected(
    member: Member, envelope: Envelope
) -> None:
    bounce(member)
    typed = Correction("Signer One", "right@example.com")
    run(member, correcting.correct, envelope.id, envelope.recipients[0].id, typed, NOW)

    assert not run_job(ceremonies.lease_open(member, "mail_progress"), envelope_mail.is_wanted)


def test_whoever_has_the_earlier_link_open_does_nothing_in_the_name_of_the_corrected(
    member: Member, envelope: Envelope
) -> None:
    first = envelope.recipients[0]
    opened = ceremonies.enter(member, first)
    typed = Correction("Signer One", "right@example.com")
    run(member, correcting.correct, envelope.id, first.id, typed, NOW)

    for act in (
        lambda: ceremonies.consent(opened, Origin(), NOW),
        lambda: ceremonies.adopt(opened, uuid4(), "signature", "drawn", ceremonies.PNG, NOW),
        lambda: ceremonies.fill(opened, {}, NOW),
        lambda: ceremonies.finish(opened, {}, Origin(), NOW),
        lambda: ceremonies.decline(opened, "no", Origin(), NOW),
    ):
        with pytest.raises(LinkReplaced):
            act()


def test_erasing_who_had_the_address_before_leaves_who_has_it_now(
    member: Member, envelope: Envelope
) -> None:
    first = envelope.recipients[0]
    run(
        member,
        correcting.correct,
        envelope.id,
        first.id,
        Correction("Signer One", "right@example.com"),
        NOW,
    )
    run(member, voiding.void, envelope.id, "Sent by mistake", NOW)

    erase(member, "one@example.com")

    with member.organization.transaction(SYSTEM) as tx:
        after = tx.envelopes.get(envelope.id)
        told = "".join(v.value for said in tx.audit.named([envelope.id]) for v in said.personal)
    assert after.recipients[0].email == "right@example.com"
    assert "one@example.com" not in told
    assert "right@example.com" in told


def test_a_hold_on_who_had_the_address_before_keeps_what_tells_of_them(
    member: Member, envelope: Envelope
) -> None:
    typed = Correction("Signer One", "right@example.com")
    run(member, correcting.correct, envelope.id, envelope.recipients[0].id, typed, NOW)
    run(member, voiding.void, envelope.id, "Sent by mistake", NOW)

    ask(member, "one@example.com")
    run(member, legal_holds.place, uuid4(), "address", "A claim", NOW, address="one@example.com")
    run_erasures(member)

    with member.organization.transaction(SYSTEM) as tx:
        told = "".join(v.value for said in tx.audit.named([envelope.id]) for v in said.personal)
    assert "one@example.com" in told


def test_the_corrected_address_is_offered_the_next_time(member: Member, envelope: Envelope) -> None:
    typed = Correction("Signer One", "right@example.com")
    run(member, correcting.correct, envelope.id, envelope.recipients[0].id, typed, NOW)

    assert [found.email for found in run(member, contact_suggestions.offered, "right@")] == [
        "right@example.com"
    ]


def test_who_is_asked_by_sms_alone_is_corrected_without_an_address(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    options = RecipientOptions(channel="sms", phone="+491511234567")
    people = [
        Recipient(uuid4(), "Ana", "", VIEWER, options=options),
        Recipient(uuid4(), "Ben", "ben@example.com", VIEWER),
    ]
    run(member, drafting.name_recipients, draft.id, people, NOW)
    sent = run(member, sending.send, draft.id, NOW)
    ana, ben = sent.recipients

    def correct(recipient: Recipient) -> Envelope:
        return run(member, correcting.correct, sent.id, recipient.id, Correction("Anna", ""), NOW)

    after = correct(ana)

    assert (after.recipients[0].name, after.recipients[0].email) == ("Anna", "")
    assert ceremonies.lease_open(member, "text_request")
    with pytest.raises(Invalid) as refused:
        correct(ben)
    assert set(refused.value.errors) == {"email"}
