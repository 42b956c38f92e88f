"""Two people of a group at work at once: each with their own hand, and one of them for both."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.envelope import Envelope, Status
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    return ceremonies.sent_to_group(member, now)


def opened(app: Flask, member: Member, envelope: Envelope, number: int) -> Signer:
    """With a signature that stands in its field."""
    signer = Signer(app, member, envelope, number)
    signer.consent()
    signer.adopt(uuid4())
    return signer


def test_what_another_member_has_signed_is_not_shown_as_ones_own(
    app: Flask, member: Member, envelope: Envelope
) -> None:
    opened(app, member, envelope, 0)
    other = Signer(app, member, envelope, 1)

    page = other.consent().text

    assert "0 of 2 done" in page
    assert "you or" not in page


def test_the_second_to_finish_learns_who_has_signed_for_the_group(
    app: Flask, member: Member, envelope: Envelope
) -> None:
    first, second = (opened(app, member, envelope, n) for n in (0, 1))
    signs = {str(second.field("signature").id): "mine"}

    done = second.post(f"{second.page}/completion", {**second.values(), **signs})
    late = first.finish()
    told = first.get(first.page).text.replace("<bdi>", "").replace("</bdi>", "")

    after = run(member, reading.envelope, envelope.id)
    hands = {str(s.id): s.recipient_id for s in after.signatures}
    signed = next(f for f in after.fields if f.kind.is_signature)
    assert done.status_code == 303
    assert late.status_code == 409
    assert "Member Two has already finished this for the group" in told
    assert after.status is Status.SIGNED
    assert (hands[signed.value], signed.filled_by) == (second.recipient.id, second.recipient.id)


def test_finishing_without_signing_oneself_is_refused(
    app: Flask, member: Member, envelope: Envelope
) -> None:
    opened(app, member, envelope, 0)
    other = Signer(app, member, envelope, 1)
    other.consent()

    other.finish()

    assert run(member, reading.envelope, envelope.id).status is Status.DELIVERED
