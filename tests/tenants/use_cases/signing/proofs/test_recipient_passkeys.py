"""The passkey that a recipient creates once and uses for later envelopes."""

from datetime import datetime

import pytest

from core.envelopes.envelope import Envelope
from core.refusals import NotFound
from core.signing.proofs import registry
from core.signing.proofs.proof_events import PasskeyReset, ProofFailed
from core.signing.refusals import CodeExpired, ProofNeeded, ProofsLocked
from tenants.ceremony import Ceremony
from tenants.member import Member
from tenants.use_cases.retention import person_records
from tenants.use_cases.sign_in.relying_party import Site
from tenants.use_cases.signing.proofs import recipient_passkeys
from tests.tenants.authenticators import PRESENT, SoftPasskey
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run
from tests.tenants.use_cases.signing.test_identity_proofs import (
    CODE,
    ORIGIN,
    asking,
    back,
    browser,
    enter,
)

SITE = Site("https://sign.example.com")


def device() -> SoftPasskey:
    return SoftPasskey(SITE.origin, SITE.host)


def arrived(member: Member) -> tuple[Ceremony, Envelope]:
    envelope = asking(member, ["passkey"])
    return back(member, browser(member, envelope)), envelope


def ask(ceremony: Ceremony, site: Site = SITE) -> str:
    with ceremony.transaction() as tx:
        args = (ceremony.recipient, "Example Ltd", site, ceremony.session, NOW)
        return recipient_passkeys.ask(tx, *args)


def answer(ceremony: Ceremony, credential: str, at: datetime = NOW) -> bool:
    with ceremony.transaction() as tx:
        challenge = recipient_passkeys.take(tx, ceremony.session)
    with ceremony.transaction() as tx:
        args = (challenge, credential, SITE, ceremony.session, ORIGIN, at)
        return recipient_passkeys.answer(tx, *args) is None


def created(ceremony: Ceremony, own: SoftPasskey) -> bool:
    return answer(ceremony, own.create(ask(ceremony)))


def used(ceremony: Ceremony, own: SoftPasskey) -> bool:
    return answer(ceremony, own.get(ask(ceremony)))


def stated(member: Member, envelope: Envelope) -> tuple[str, ...]:
    with member.organization.transaction(member.principal) as tx:
        return registry.stated(tx.audit.of(envelope.id), envelope.recipients[0].id)


def test_one_that_was_created_proves_the_same_person_in_later_envelopes(member: Member) -> None:
    own, (ceremony, first), (later, second) = device(), arrived(member), arrived(member)

    assert created(ceremony, own)
    assert used(later, own)

    assert back_again(member, ceremony, first) == ()
    assert "created for this envelope" in stated(member, first)[0]
    assert f"created on {NOW.date().isoformat()}; the device verified" in stated(member, second)[0]


def back_again(member: Member, ceremony: Ceremony, envelope: Envelope) -> tuple[str, ...]:
    with member.organization.transaction(member.principal) as tx:
        found = tx.audit.of(envelope.id)
    given = {str(e.data["proof"]) for e in found if e.type == "proof.given"}
    return tuple(p.name for p in ceremony.unproven if p.name not in given)


def test_another_device_and_one_that_does_not_know_its_owner_do_not(member: Member) -> None:
    own, (ceremony, _), (later, second) = device(), arrived(member), arrived(member)
    created(ceremony, own)
    other = device()
    other.user_handle = own.user_handle

    assert not used(later, other)
    own.flags = PRESENT
    assert not used(later, own)
    with member.organization.transaction(member.principal) as tx:
        types = [e.type for e in tx.audit.of(second.id)]
    assert types.count(ProofFailed.type) == 2


def test_an_answer_counts_once_and_in_the_browser_that_was_asked(member: Member) -> None:
    own, (ceremony, _), (later, _) = device(), arrived(member), arrived(member)
    made = own.create(ask(ceremony))
    with pytest.raises(CodeExpired):
        answer(later, made)
    assert answer(ceremony, made)
    ask(later)

    assert not answer(later, own.get(ask(ceremony)))
    with pytest.raises(CodeExpired):
        answer(later, made)


def test_five_wrong_answers_lock_the_recipient_out(member: Member) -> None:
    ceremony, _ = arrived(member)
    for _ in range(5):
        ask(ceremony)
        assert not answer(ceremony, "[" * 15_000)

    with pytest.raises(ProofsLocked):
        ask(ceremony)


def test_it_works_on_the_host_for_which_it_was_created(member: Member) -> None:
    own, (ceremony, _), (later, _) = device(), arrived(member), arrived(member)
    created(ceremony, own)

    with pytest.raises(NotFound):
        ask(later, Site("https://signing.example.org"))


def test_after_a_reset_another_one_is_created(member: Member) -> None:
    own, (ceremony, envelope) = device(), arrived(member)
    created(ceremony, own)
    id = envelope.recipients[0].id

    run(member, recipient_passkeys.reset, envelope.id, id, NOW)
    run(member, recipient_passkeys.reset, envelope.id, id, NOW)

    later, _ = arrived(member)
    assert created(later, device())
    with member.organization.transaction(member.principal) as tx:
        types = [e.type for e in tx.audit.of(envelope.id)]
    assert types.count(PasskeyReset.type) == 1


def test_it_belongs_to_one_organization_and_goes_with_its_person(member: Member) -> None:
    own, (ceremony, _) = device(), arrived(member)
    created(ceremony, own)
    other = found_member(member.organization.installation)

    elsewhere, _ = arrived(other)
    assert '"pubKeyCredParams"' in ask(elsewhere)
    with member.organization.transaction(member.principal) as tx:
        person_records.erase(tx, "anna@example.com", NOW)
    assert '"pubKeyCredParams"' in ask(arrived(member)[0])


def test_who_was_forwarded_the_link_creates_none_before_all_else_is_proved(
    member: Member,
) -> None:
    session = browser(member, asking(member, ["access_code", "passkey"], CODE))
    stranger = back(member, session)

    with pytest.raises(ProofNeeded):
        ask(stranger)

    own = device()
    assert enter(stranger, "access_code", CODE)
    assert created(back(member, session), own)
    later = back(member, browser(member, asking(member, ["access_code", "passkey"], CODE)))
    assert used(later, own)
