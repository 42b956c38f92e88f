"""An agent names who comes next on a page of their own; a signer names their witness."""

import re
from datetime import datetime
from uuid import uuid4

from flask import Flask

from core.envelopes.envelope import Status
from core.envelopes.recipient import Recipient
from core.envelopes.roles.agent import AGENT
from core.envelopes.roles.signer import SIGNER
from core.envelopes.roles.witness import WITNESS
from core.evidence import consistency
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.later_people import LATER, left_open
from tests.tenants.opening import run
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer


def test_an_agent_reads_the_documents_and_names_who_comes_next(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = left_open(member, now, AGENT, SIGNER)
    agent, late = Signer(app, member, envelope, 0), envelope.recipients[1]
    people = f"{agent.page}/people"

    page = agent.consent()
    empty = agent.post(people)
    typed = {f"name-{late.id}": "Anna Lind", f"email-{late.id}": "anna@example.com"}
    named = agent.post(people, typed)
    after = run(member, reading.changeable, envelope.id)
    timeline = run(member, reading.timeline, envelope.id)

    assert "Who comes next?" in page.text and "Tenant" in page.text
    assert empty.status_code == 422 and "Enter a name of up to 120 characters." in empty.text
    assert "autofocus" in re.findall(rf'<input[^>]*id="name-{late.id}"[^>]*>', empty.text)[0]
    assert "autofocus" not in re.findall(rf'<input[^>]*id="email-{late.id}"[^>]*>', empty.text)[0]
    assert named.status_code == 303 and "You are done." in agent.get(agent.page).text
    assert after.recipients[1].mailbox == ("Anna Lind", "anna@example.com")
    assert after.recipients[1].sent_at
    assert consistency.differences(after, timeline.entries) == ()
    assert ceremonies.sign(member, after.recipients[1], now).status is Status.SIGNED


def test_a_signer_names_their_witness_and_then_signs(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = left_open(member, now, SIGNER, WITNESS)
    signer, late = Signer(app, member, envelope, 0), envelope.recipients[1]

    page = signer.consent()
    typed = {f"name-{late.id}": "Wim Witness", f"email-{late.id}": "wim@example.com"}
    signer.post(f"{signer.page}/people", typed)
    then = signer.get(signer.page)
    after = run(member, reading.changeable, envelope.id)

    assert "Who comes next?" in page.text
    assert "Who comes next?" not in then.text and "Finish" in then.text
    assert after.recipients[1].name == "Wim Witness" and after.recipients[0].completed_at is None


def test_no_one_else_names_anyone(app: Flask, member: Member, now: datetime) -> None:
    envelope = left_open(member, now, AGENT, SIGNER)
    late = envelope.recipients[1]
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()

    signer.post(f"{signer.page}/people", {f"name-{late.id}": "Eve", f"email-{late.id}": "e@e.com"})

    assert run(member, reading.changeable, envelope.id).recipients[1].name == ""


def test_the_sender_leaves_a_person_open_in_their_options(
    sender: Sender, member: Member, now: datetime
) -> None:
    draft = ceremonies.draft_with_document(member, now)
    people = [
        Recipient(uuid4(), "Alma Agent", "alma@example.com", AGENT, 1),
        Recipient(uuid4(), "Tenant", "", SIGNER, 2, options=LATER),
    ]
    run(member, drafting.name_recipients, draft.id, people, now)
    place = f"/envelopes/{draft.id}/recipients/{people[1].id}/options"

    offered = sender.get(place)
    sender.post(place, named_later="yes")
    shown = sender.get(f"/envelopes/{draft.id}")
    late = run(member, reading.changeable, draft.id).recipients[1]

    assert "Someone else names this person" in offered.text
    assert (late.name, late.role_name, late.is_open) == ("", "Tenant", True)
    assert "Named by someone before them" in shown.text
