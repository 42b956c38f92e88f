"""A recipient who sends the ids of others: of another recipient, of another organization."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.envelope import Envelope
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.conftest import found_member
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    return ceremonies.sent(member, now)


@pytest.fixture
def signer(app: Flask, member: Member, envelope: Envelope) -> Signer:
    first = Signer(app, member, envelope, 0)
    first.consent()
    return first


def test_only_ones_own_fields_are_filled_in(
    signer: Signer, member: Member, installation: Installation, envelope: Envelope, now: datetime
) -> None:
    theirs = ceremonies.sent(found_member(installation), now)
    seconds = envelope.fields_of(envelope.recipients[1].id)
    own = signer.field("text")

    for field in (*seconds, *theirs.fields):
        for fragment in (True, False):
            form = {str(field.id): "mine", str(own.id): "Lisbon"}
            answer = signer.post(f"{signer.page}/fields/{field.id}", form, fragment=fragment)
            assert answer.status_code == 404, (field.type, fragment)
    signer.post(f"{signer.page}/values", {str(f.id): "mine" for f in (*seconds, *theirs.fields)})

    fields = run(member, reading.envelope, envelope.id).fields
    assert {f.value for f in fields if f.recipient_ids != (signer.recipient.id,)} == {""}


def test_a_signature_is_placed_in_no_field_of_somebody_else(
    app: Flask, signer: Signer, member: Member, envelope: Envelope
) -> None:
    theirs = envelope.fields_of(envelope.recipients[1].id)[0]
    kept = uuid4()
    signer.adopt(kept)

    answers = [signer.adopt(uuid4(), field=str(id)) for id in (theirs.id, uuid4())]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert run(member, reading.envelope, envelope.id).field(theirs.id).value == ""
    assert signer.get(f"{signer.page}/signatures/{kept}").status_code == 200
    assert signer.get(f"{signer.page}/signatures/{uuid4()}").status_code == 404


def test_a_signature_of_another_recipient_is_neither_seen_nor_taken(
    app: Flask, signer: Signer, installation: Installation, now: datetime
) -> None:
    other = found_member(installation)
    stranger = Signer(app, other, ceremonies.sent(other, now), 0)
    stranger.consent()
    theirs = uuid4()
    stranger.adopt(theirs, text="Stranger")
    before = stranger.get(f"{stranger.page}/signatures/{theirs}").data

    seen = signer.get(f"{signer.page}/signatures/{theirs}")
    signer.adopt(theirs, text="Mine")

    assert seen.status_code == 404
    assert stranger.get(f"{stranger.page}/signatures/{theirs}").data == before
