"""Signing inside a page of an application that says who the signer is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest

from core.api.scope import Scope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.refusals import RemindedAlready
from core.evidence import consistency
from core.refusals import Forbidden, NotFound
from core.signing import link
from core.signing.origin import Origin
from core.signing.proofs import registry
from core.signing.refusals import AlreadyFinished, NotEmbeddable, ProofNeeded
from tenants import ceremony as ceremonies_of
from tenants.ceremony import Ceremony
from tenants.member import Member
from tenants.openers import hand_overs
from tenants.use_cases.envelopes import drafting, reading, reminding, sending
from tenants.use_cases.signing.hand_overs import embedded_signing
from tenants.use_cases.signing.hand_overs.embedded_signing import ArrivedInFrame
from tests.tenants import ceremonies, embedded
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run

ORIGIN = Origin("192.0.2.7", "a browser")


def arrive(member: Member, token: str) -> ArrivedInFrame:
    return hand_overs.arrive(member.organization.installation, token, ORIGIN, NOW, None)


def inside(member: Member, token: str) -> Ceremony:
    return ceremonies_of.resume(member.organization.installation, arrive(member, token).session)


def test_an_address_opens_the_recipients_page_once(member: Member) -> None:
    embedded.allow(member)
    envelope = ceremonies.sent(member, NOW)
    token = embedded.token(member, envelope)

    first, second = arrive(member, token), arrive(member, token)

    assert first.session and not second.session
    assert second.frame_origins == (embedded.ORIGIN,)
    assert first.recipient_id == envelope.recipients[0].id


def test_of_ten_at_once_one_gets_in(member: Member) -> None:
    embedded.allow(member)
    token = embedded.token(member, ceremonies.sent(member, NOW))

    with ThreadPoolExecutor(10) as pool:
        sessions = [found.session for found in pool.map(lambda _: arrive(member, token), range(10))]

    assert sum(map(bool, sessions)) == 1


def test_an_address_is_good_for_five_minutes(member: Member, services: dict[str, str]) -> None:
    embedded.allow(member)
    token = embedded.token(member, ceremonies.sent(member, NOW))
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update directory.hand_overs set expires_at = expires_at - interval '5 minutes'"
            " where token_hash = %s",
            (link.digest(token),),
        )

    assert arrive(member, token).session == ""


def test_the_trail_and_the_certificate_say_who_asserted_it(member: Member) -> None:
    embedded.allow(member)
    envelope = ceremonies.sent(member, NOW)
    ceremony = inside(member, embedded.token(member, envelope))
    ceremonies.consent(ceremony, ORIGIN, NOW)

    timeline = run(member, reading.timeline, envelope.id)
    stated = registry.stated(timeline.entries, envelope.recipients[0].id)
    came = next(e for e in timeline.entries if e.type == "recipient.came_embedded")

    assert stated == ("identity asserted by the application “Billing”",)
    assert came.actor.startswith("api_key:")
    assert came.data["origin"] == embedded.ORIGIN
    after = run(member, reading.envelope, envelope.id)
    assert consistency.differences(after, timeline.entries) == ()


def test_proofs_that_are_asked_are_asked_inside_as_well(member: Member) -> None:
    embedded.allow(member)
    draft = ceremonies.draft_with_document(member, NOW)
    person = Recipient(uuid4(), "Anna Lind", "anna@example.com")
    run(member, drafting.name_recipients, draft.id, [person], NOW)
    chosen = RecipientOptions(proofs=("access_code",))
    run(member, drafting.choose_options, draft.id, person.id, chosen, NOW, "Blue 77")
    field = ceremonies.signature_field(draft.documents[0].id, person.id, 100)
    run(member, drafting.place_fields, draft.id, [field], NOW)
    envelope = run(member, sending.send, draft.id, NOW)

    ceremony = inside(member, embedded.token(member, envelope))

    assert [proof.name for proof in ceremony.unproven] == ["access_code"]
    with pytest.raises(ProofNeeded):
        ceremony.check_may_read()


def test_no_mail_asks_whoever_signs_inside_an_application(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    person = Recipient(uuid4(), "Anna Lind", "anna@example.com")
    run(member, drafting.name_recipients, draft.id, [person], NOW)
    run(
        member,
        drafting.choose_options,
        *(draft.id, person.id, replace(RecipientOptions(), embedded=True), NOW),
    )
    field = ceremonies.signature_field(draft.documents[0].id, person.id, 100)
    run(member, drafting.place_fields, draft.id, [field], NOW)
    envelope = run(member, sending.send, draft.id, NOW)

    with member.organization.transaction(member.principal) as tx:
        kinds = [
            row["kind"]
            for row in tx.rows.all("select kind from outbox where envelope_id = %s", envelope.id)
        ]
    timeline = run(member, reading.timeline, envelope.id)

    assert "mail_invitation" not in kinds
    assert "recipient.awaited" in [e.type for e in timeline.entries]
    assert consistency.differences(envelope, timeline.entries) == ()
    with pytest.raises(RemindedAlready):
        run(member, reminding.remind, envelope.id, NOW)


def test_an_origin_that_is_not_in_the_list_gets_no_address(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    with pytest.raises(NotEmbeddable):
        embedded.token(member, envelope)
    embedded.allow(member)
    with pytest.raises(NotEmbeddable):
        embedded.token(member, envelope, origin="https://evil.example")
    with pytest.raises(NotEmbeddable):
        embedded.token(member, envelope, return_to="https://evil.example/signed")
    assert embedded.token(member, envelope, return_to=f"{embedded.RETURN}/4")


def test_an_origin_that_was_taken_away_opens_nothing_more(member: Member) -> None:
    embedded.allow(member)
    token = embedded.token(member, ceremonies.sent(member, NOW))

    embedded.allow(member, "https://other.example.com")

    assert arrive(member, token).session == ""


def test_a_key_without_the_scope_and_a_member_get_no_address(member: Member) -> None:
    embedded.allow(member)
    envelope = ceremonies.sent(member, NOW)
    other = embedded.program(member, Scope.ENVELOPES_WRITE)

    with pytest.raises(Forbidden):
        embedded.token(member, envelope, who=other)
    with pytest.raises(Forbidden):
        args = (envelope.id, envelope.recipients[0].id, embedded.ORIGIN, "", NOW)
        run(member, embedded_signing.issue, *args)


def test_another_organizations_envelope_is_not_there(member: Member) -> None:
    stranger = found_member(member.organization.installation)
    embedded.allow(member)
    theirs = ceremonies.sent(stranger, NOW)

    with pytest.raises(NotFound):
        embedded.token(member, theirs)
    with pytest.raises(NotFound):
        arrive(member, "a" * 43)


def test_whoever_has_finished_is_let_in_no_more(member: Member) -> None:
    embedded.allow(member)
    envelope = ceremonies.sent(member, NOW)
    token = embedded.token(member, envelope)
    ceremonies.sign(member, envelope.recipients[0], NOW)

    assert arrive(member, token).session == ""
    with pytest.raises(AlreadyFinished):
        embedded.token(member, envelope)
