"""Another phone number for a recipient of a sent envelope."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.envelopes.refusals import NotOpen
from core.refusals import Invalid, NotFound
from core.signing.proofs import registry
from core.signing.refusals import CodeExpired, LinkReplaced
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.use_cases.envelopes import reading, voiding
from tenants.use_cases.signing import identity_proofs
from tenants.use_cases.signing.proofs import phone_corrections
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.use_cases.signing.test_identity_proofs import (
    ask_code,
    asking,
    back,
    browser,
    enter,
)

OTHER = "+491717654321"


def sent_code(member: Member) -> str:
    job = ceremonies.lease_open(member, "send_sms_code")
    with job.transaction() as tx:
        return identity_proofs.code_to_send(tx, job, NOW)


def test_a_code_that_was_sent_to_the_old_number_opens_nothing(member: Member) -> None:
    envelope = asking(member, ["sms_code"])
    id = envelope.recipients[0].id
    ask_code(back(member, browser(member, envelope)), proof="sms_code")
    code = sent_code(member)

    run(member, phone_corrections.correct, envelope.id, id, "+49 171 7654321", NOW)

    with pytest.raises(CodeExpired):
        enter(back(member, browser(member, envelope)), "sms_code", code)
    ceremony = back(member, browser(member, envelope))
    ask_code(ceremony, NOW + timedelta(seconds=1), "sms_code")
    assert enter(ceremony, "sms_code", sent_code(member), NOW + timedelta(seconds=1))
    assert ceremony.recipient.options.phone == OTHER


def test_what_the_old_number_proved_counts_no_more(member: Member) -> None:
    envelope = asking(member, ["sms_code"])
    id, session = envelope.recipients[0].id, browser(member, envelope)
    ask_code(back(member, session), proof="sms_code")
    assert enter(back(member, session), "sms_code", sent_code(member))

    run(member, phone_corrections.correct, envelope.id, id, OTHER, NOW)

    with pytest.raises(NotFound):
        back(member, session)
    with member.organization.transaction(member.principal) as tx:
        stated = registry.stated(tx.audit.of(envelope.id), id)
    assert "code sent to the phone by SMS" not in stated


def test_a_number_that_cannot_be_dialled_and_an_envelope_that_ended_are_refused(
    member: Member,
) -> None:
    envelope = asking(member, ["sms_code"])
    id = envelope.recipients[0].id

    with pytest.raises(Invalid):
        run(member, phone_corrections.correct, envelope.id, id, "12", NOW)
    run(member, voiding.void, envelope.id, "Wrong lease", NOW)
    with pytest.raises(NotOpen):
        run(member, phone_corrections.correct, envelope.id, id, OTHER, NOW)
    assert run(member, reading.envelope, envelope.id).recipients[0].options.phone != OTHER


def test_the_link_that_was_sent_to_the_old_number_ends(member: Member) -> None:
    draft = asking(member, [], channel="sms")
    before, id = draft.recipients[0], draft.recipients[0].id

    run(member, phone_corrections.correct, draft.id, id, OTHER, NOW)

    after = run(member, reading.envelope, draft.id).recipients[0]
    with pytest.raises(LinkReplaced):
        ceremonies.enter(member, before)
    assert ceremonies.enter(member, after).recipient.options.phone == OTHER
    assert [job.arguments["generation"] for job in texts(member, draft.id)] == [1, 2]


def texts(member: Member, envelope_id: UUID) -> list[LeasedJob]:
    return [ceremonies.lease_open(member, "text_request", envelope_id) for _ in range(2)]
