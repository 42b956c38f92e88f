"""A public form that starts an envelope, and what keeps it from being misused."""

import re
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask

from core.documents.supplement import Supplement
from core.envelopes.drafts import draft as draft_rules
from core.envelopes.envelope import Status
from core.envelopes.recipient import Recipient
from tenants.use_cases.documents import document_visibility
from tenants.use_cases.envelopes import drafting, envelope_details, reading
from tenants.use_cases.templates import publishing, templates
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.public_forms import address_of, fill_in, open_link, started, template_with
from tests.webapp.senders import Sender


@pytest.fixture
def template_id(sender: Sender) -> UUID:
    return template_with(sender, "text")


def told(visitor: Sender, address: str) -> tuple[int, str]:
    """All of the page but its token against forgery."""
    answer = visitor.get(address)
    return answer.status_code, re.sub(r'X-CSRF-Token": "[^"]+', "", answer.text)


@pytest.fixture
def visitor(app: Flask, stranger: Sender) -> Sender:
    """Someone else's browser: being signed in elsewhere means nothing here."""
    return stranger


def test_a_visitor_is_asked_and_mailed_the_link_to_sign(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id)
    page = visitor.get(address).text
    assert "Size" in page and sender.member.organization_name in page

    answer = fill_in(visitor, address)

    assert "Check your e-mail" in visitor.get(answer.location).text
    (envelope,) = started(sender, template_id)
    assert (envelope.status, envelope.recipients[0].name) == (Status.SENT, "Ana")
    assert envelope.sender_id == sender.member.person_id
    assert [f.value for f in envelope.fields if not f.recipient_ids] == ["M"]
    noted = run(sender.member, envelope_details.of, envelope.id)
    assert noted.details.metadata == {"Size": "M"}
    _, timeline = run(sender.member, reading.told, envelope.id)
    assert timeline.intact
    assert "direct_link.used" in [e.type for e in timeline.entries]
    assert "through a direct link" in sender.get(f"/envelopes/{envelope.id}").text


def test_what_is_entered_wrongly_is_said_and_nothing_is_sent(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id)

    answer = fill_in(visitor, address, **{"answer-0": "XL", "email": "ana"})

    assert answer.status_code == 422
    assert "Choose one of the answers." in answer.text
    assert "Enter a complete e-mail address" in answer.text
    assert started(sender, template_id) == []


def test_an_answer_that_its_field_does_not_take_is_said_where_it_was_entered(
    sender: Sender, visitor: Sender
) -> None:
    template_id = template_with(sender, "number")
    address = open_link(sender, template_id, **{"kind-0": "text"})

    wrong = {"answer-0": "many", "email": f"ana-{uuid4().hex}@example.com"}

    answers = [fill_in(visitor, address, **wrong) for _ in range(6)]

    assert {answer.status_code for answer in answers} == {422}
    assert 'id="answer-0-error"' in answers[0].text
    assert started(sender, template_id) == []
    assert fill_in(visitor, address, **wrong | {"answer-0": "12"}).status_code == 303


def test_a_link_is_closed_until_it_is_turned_on_and_when_it_is_used_up(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id, max_uses="1")
    assert fill_in(visitor, address).status_code == 303

    assert fill_in(visitor, address).status_code == 404
    closed = visitor.get(address)
    assert (closed.status_code, "This link is not active" in closed.text) == (404, True)
    open_link(sender, template_id, active="", max_uses="")
    assert told(visitor, address) == told(visitor, "/start/" + "x" * 43)
    assert len(started(sender, template_id)) == 1


def test_an_address_that_was_renewed_or_whose_template_is_archived_is_closed(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id)
    sender.post(f"/templates/{template_id}/link/renewal")
    assert visitor.get(address).status_code == 404
    renewed = address_of(sender, template_id)
    assert visitor.get(renewed).status_code == 200

    sender.post(f"/templates/{template_id}/archiving", archived="yes")

    assert visitor.get(renewed).status_code == 404


def test_no_address_is_mailed_again_and_again(
    sender: Sender, visitor: Sender, template_id: UUID
) -> None:
    address = open_link(sender, template_id)

    answers = [fill_in(visitor, address, email="victim@example.com") for _ in range(6)]

    assert [a.status_code for a in answers] == [303] * 5 + [429]
    assert len(started(sender, template_id)) == 5


def test_everyone_else_has_to_be_known_before_it_is_turned_on(sender: Sender) -> None:
    source, template_id = ceremonies.sent(sender.member, NOW), uuid4()
    run(sender.member, templates.create_from, source.id, template_id, str, NOW)
    run(sender.member, publishing.publish, template_id, NOW)

    answer = sender.post(f"/templates/{template_id}/link", active="yes", role_name="Signer 1")

    assert answer.status_code == 422
    assert "Enter a default person for every other role" in answer.text


def test_only_who_may_change_the_template_opens_a_link(
    sender: Sender, stranger: Sender, template_id: UUID
) -> None:
    place = f"/templates/{template_id}/link"

    assert stranger.get(place).status_code == 404
    assert stranger.post(place, active="yes", role_name="Tenant").status_code == 404


def test_what_the_sender_fills_in_is_asked_when_the_template_is_used(
    sender: Sender, template_id: UUID
) -> None:
    assert 'name="value-0"' in sender.get(f"/templates/use?template={template_id}").text
    form = {
        "template": str(template_id),
        "name": "Lease",
        "name-0": "Ana",
        "email-0": "ana@example.com",
        "action": "send",
    }

    empty = sender.post("/templates/use", **form)
    sent = sender.post("/templates/use", **form | {"value-0": "L"})

    assert (empty.status_code, "Fill this in" in empty.text) == (422, True)
    assert sent.status_code == 303
    (envelope,) = started(sender, template_id)
    assert [f.value for f in envelope.fields if not f.recipient_ids] == ["L"]


def test_the_form_does_not_name_what_is_hidden_from_the_role_of_visitors(
    sender: Sender, visitor: Sender
) -> None:
    member, template_id = sender.member, uuid4()
    draft = ceremonies.draft_with_documents_signed_before(member, NOW, None, None)
    people = [
        Recipient(uuid4(), "Ana", "ana@example.com", role_name="Tenant"),
        Recipient(uuid4(), "Ben", "ben@example.com", role_name="Landlord"),
    ]
    run(member, drafting.name_recipients, draft.id, people, NOW)
    lease, internal = draft.documents
    fields = [ceremonies.signature_field(lease.id, p.id, 100 * n) for n, p in enumerate(people, 1)]
    run(member, drafting.place_fields, draft.id, fields, NOW)
    hidden = (internal.id, [people[0].id], Supplement.NONE)
    run(member, document_visibility.show, draft.id, *hidden, NOW)
    run(member, templates.create_from, draft.id, template_id, str, NOW)
    with member.transaction() as tx:
        content = tx.lock_changeable(template_id)
        ids = [recipient.id for recipient in content.recipients]
        as_meant = [replace(person, id=id) for person, id in zip(people, ids, strict=True)]
        tx.record(draft_rules.name_recipients(content, as_meant), member.principal.actor, NOW)
    run(member, publishing.publish, template_id, NOW)

    page = visitor.get(open_link(sender, template_id, **{"field-0": ""})).text

    assert lease.name in page
    assert internal.name not in page
