"""Visitors who continue at once: what they see, what the trail says, what they never get."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask

from core.envelopes.correcting import Correction
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.principal import SYSTEM
from core.signing.proofs import registry
from tenants.use_cases.envelopes import correcting, drafting, reading
from tenants.use_cases.organizations import organization_profile
from tenants.use_cases.templates import publishing, templates
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.public_forms import address_of, fill_in, open_link, started, template_with
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

SAID = "opened from a public form; the e-mail address was not confirmed"


@pytest.fixture
def template_id(sender: Sender) -> UUID:
    return template_with(sender, "text")


@pytest.fixture
def visitor(stranger: Sender) -> Sender:
    return stranger


def sent_form(visitor: Sender, address: str) -> dict[str, str]:
    """A form as it is filled in once, so that the same can be sent again."""
    visitor.get(address)
    email = f"ana-{uuid4().hex[:8]}@example.com"
    return {"form_id": str(uuid4()), "answer-0": "M", "name": "Ana", "email": email}


def proof_of(sender: Sender, envelope: Envelope) -> tuple[str, ...]:
    _, timeline = run(sender.member, reading.told, envelope.id)
    assert timeline.intact
    return registry.stated(timeline.entries, envelope.recipients[0].id)


def jobs_of(sender: Sender, envelope: Envelope) -> list[str]:
    with sender.member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select kind from outbox where envelope_id = %s", envelope.id)
    return [row["kind"] for row in rows]


def test_a_visitor_continues_to_the_documents_and_the_certificate_says_how(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id, immediate="yes")
    page = visitor.get(address).text
    assert "Continue" in page and "E-mail me the link" not in page

    answer = fill_in(visitor, address)

    (envelope,) = started(sender, template_id)
    assert (answer.status_code, answer.location) == (303, f"/sign/{envelope.recipients[0].id}")
    assert "Lease" in visitor.get(answer.location).text
    agreed = visitor.post(f"{answer.location}/consent", agreed="yes")
    assert agreed.status_code == 303
    assert proof_of(sender, envelope) == (SAID,)
    assert "mail_invitation" in jobs_of(sender, envelope)
    shown = sender.get(f"/envelopes/{envelope.id}").text
    assert "the e-mail address was not confirmed" in shown


def test_who_is_mailed_the_link_is_let_in_by_no_form(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id)

    answer = fill_in(visitor, address)

    (envelope,) = started(sender, template_id)
    assert answer.location.endswith("/sent")
    assert visitor.get(f"/sign/{envelope.recipients[0].id}").status_code == 404
    assert proof_of(sender, envelope) == ()


def test_the_same_form_again_is_the_same_envelope_also_when_it_was_the_last_use(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id, immediate="yes", max_uses="1")
    form = sent_form(visitor, address)

    answers = [visitor.post(address, **form) for _ in range(2)]
    other = visitor.post(address, **form | {"name": "Ben"})

    (envelope,) = started(sender, template_id)
    assert {a.location for a in answers} == {f"/sign/{envelope.recipients[0].id}"}
    assert other.status_code == 404


def test_a_form_that_is_sent_again_never_leads_to_what_someone_has_done_meanwhile(
    app: Flask, sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id, immediate="yes")
    form = sent_form(visitor, address)
    visitor.post(address, **form)
    (envelope,) = started(sender, template_id)

    Signer(app, sender.member, envelope, 0).consent()
    after_consent = visitor.post(address, **form)
    second = sent_form(visitor, address)
    visitor.post(address, **second)
    corrected = next(e for e in started(sender, template_id) if e.id != envelope.id)
    person = corrected.recipients[0]
    change = Correction("Cleo", "cleo@example.com")
    run(sender.member, correcting.correct, corrected.id, person.id, change, NOW)
    after_correction = visitor.post(address, **second)

    assert after_consent.location.endswith("/sent")
    assert after_correction.location.endswith("/sent")
    assert "There is a newer link" in visitor.get(f"/sign/{person.id}").text


def test_once_the_owner_of_the_address_acts_the_visitor_sees_no_more_of_it(
    app: Flask, sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id, immediate="yes")
    place = fill_in(visitor, address).location
    visitor.get(place)
    visitor.post(f"{place}/consent", agreed="yes")
    (envelope,) = started(sender, template_id)
    owner = Signer(app, sender.member, envelope, 0)

    owner.open()
    after_opening = visitor.get(place).status_code
    owner.adopt(uuid4())
    after_acting = visitor.get(place).status_code

    assert (after_opening, after_acting) == (200, 404)
    assert owner.get(owner.page).status_code == 200


def test_a_visitors_session_is_short(
    sender: Sender, visitor: Sender, template_id: UUID, services: dict[str, str]
) -> None:
    place = fill_in(visitor, open_link(sender, template_id, immediate="yes")).location

    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        row = superuser.execute(
            "select expires_at - created_at from directory.recipient_sessions"
            " where recipient_id = %s",
            (place.rpartition("/")[2],),
        ).fetchone()

    assert row == (timedelta(hours=2),)


def test_many_visitors_at_once_use_the_last_use_once(
    app: Flask, sender: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id, immediate="yes", max_uses="1")
    visitors = [Sender(app, sender.member) for _ in range(8)]
    for each in visitors:
        each.get(address)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda each: fill_in(each, address).status_code, visitors))

    assert sorted(answers) == [303, *[404] * 7]
    assert len(started(sender, template_id)) == 1


def test_what_the_organization_asks_of_everyone_is_asked_of_visitors(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    run(sender.member, organization_profile.require_proofs, ("email_code",), NOW)

    answer = fill_in(visitor, open_link(sender, template_id, immediate="yes"))

    assert "Send me a code" in visitor.get(answer.location).text


@pytest.mark.parametrize("proof", ["passkey", "totp"])
def test_no_visitor_sets_up_a_proof_for_an_address_that_no_one_has_confirmed(
    sender: Sender, visitor: Sender, template_id: UUID, proof: str
) -> None:
    run(sender.member, organization_profile.require_proofs, (proof,), NOW)

    answer = fill_in(visitor, open_link(sender, template_id, immediate="yes"))

    (envelope,) = started(sender, template_id)
    assert answer.location.endswith("/sent")
    assert visitor.get(f"/sign/{envelope.recipients[0].id}").status_code == 404
    assert "mail_invitation" in jobs_of(sender, envelope)


def test_a_role_that_is_not_asked_first_cannot_continue_at_once(sender: Sender) -> None:
    member, template_id = sender.member, uuid4()
    draft = ceremonies.draft_with_document(member, NOW)
    people = [
        Recipient(uuid4(), "Ben", "ben@example.com", role_name="Landlord", routing_order=1),
        Recipient(uuid4(), "Ana", "ana@example.com", role_name="Tenant", routing_order=2),
    ]
    run(member, drafting.name_recipients, draft.id, people, NOW)
    document_id = draft.documents[0].id
    fields = [ceremonies.signature_field(document_id, p.id, 100 * n) for n, p in enumerate(people)]
    run(member, drafting.place_fields, draft.id, fields, NOW)
    run(member, templates.create_from, draft.id, template_id, str, NOW)
    run(member, publishing.publish, template_id, NOW)
    form = {"role_name": "Tenant", "immediate": "yes"}

    refused = sender.post(f"/templates/{template_id}/link", **form)
    kept = sender.post(f"/templates/{template_id}/link", role_name="Landlord", immediate="yes")

    assert (refused.status_code, "is not asked first" in refused.text) == (422, True)
    assert 'value="yes" checked' in refused.text
    assert kept.status_code == 303


def test_programs_that_fill_in_everything_start_nothing(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id, immediate="yes")

    answer = fill_in(visitor, address, homepage="https://example.com")

    assert (answer.status_code, "This was not sent" in answer.text) == (422, True)
    assert started(sender, template_id) == []


def test_names_that_are_too_long_are_refused_and_stand_in_the_form_again(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id, immediate="yes")

    answer = fill_in(visitor, address, name="n" * 500)

    assert answer.status_code == 422
    assert "n" * 500 in answer.text and "up to 120 characters" in answer.text
    assert fill_in(visitor, address, name="n" * 120).status_code == 303


def test_the_form_of_a_sender_can_be_reported_without_an_account(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id)
    place = f"{address}/report"
    assert place in visitor.get(address).text
    visitor.get(place)

    wrong = visitor.post(place, reason="", email="ana")
    done = visitor.post(place, reason="fraud", words="Not my bank.")
    more = [visitor.post(place, reason="other").status_code for _ in range(10)]

    assert wrong.status_code == 422
    assert "Choose what is wrong." in wrong.text and "or leave it empty" in wrong.text
    assert "Thank you for telling us." in visitor.get(done.location).text
    assert more[-1] == 429


def test_an_envelope_that_was_started_is_sent_and_its_address_is_closed_when_off(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    place = fill_in(visitor, open_link(sender, template_id, immediate="yes")).location

    open_link(sender, template_id, active="", immediate="yes")

    assert visitor.get(address_of(sender, template_id)).status_code == 404
    assert visitor.get(place).status_code == 200
    assert started(sender, template_id)[0].status is Status.SENT


def test_another_persons_address_leads_to_nothing_of_theirs(
    sender: Sender, visitor: Sender, template_id: UUID, now: datetime
) -> None:
    theirs = ceremonies.sent(sender.member, now).recipients[0]
    address = open_link(sender, template_id, immediate="yes")

    answer = fill_in(visitor, address, name=theirs.name, email=theirs.email)

    (envelope,) = started(sender, template_id)
    assert answer.location == f"/sign/{envelope.recipients[0].id}"
    assert visitor.get(f"/sign/{theirs.id}").status_code == 404
    assert visitor.get(f"/envelopes/{envelope.id}").status_code == 404
