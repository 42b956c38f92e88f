"""The authenticator app that a recipient sets up once and uses for later envelopes."""

from datetime import timedelta

import pyotp
import pytest

from core.envelopes.envelope import Envelope
from core.signing.proofs import registry
from core.signing.proofs.proof_events import AuthenticatorReset, ProofGiven
from core.signing.refusals import ProofNeeded
from tenants.ceremony import Ceremony
from tenants.member import Member
from tenants.use_cases.retention import person_records
from tenants.use_cases.signing.proofs import recipient_authenticators
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run
from tests.tenants.use_cases.signing.test_identity_proofs import CODE, asking, back, browser, enter

LATER = NOW + timedelta(minutes=2)


def arrived(member: Member, envelope: Envelope) -> Ceremony:
    return back(member, browser(member, envelope))


def secret_of(ceremony: Ceremony) -> str:
    with ceremony.transaction() as tx:
        args = (ceremony.recipient, ceremony.session)
        found = recipient_authenticators.enrolment(tx, *args)
    return found.secret if found else ""


def stated(member: Member, envelope: Envelope) -> tuple[str, ...]:
    with member.organization.transaction(member.principal) as tx:
        return registry.stated(tx.audit.of(envelope.id), envelope.recipients[0].id)


def test_an_app_that_was_set_up_proves_the_same_person_in_later_envelopes(member: Member) -> None:
    first, second = asking(member, ["totp"]), asking(member, ["totp"])
    ceremony = arrived(member, first)
    app = pyotp.TOTP(secret_of(ceremony))

    assert enter(ceremony, "totp", app.at(NOW))
    later = arrived(member, second)
    assert secret_of(later) == ""
    assert enter(later, "totp", app.at(LATER), LATER)

    assert stated(member, first) == ("authenticator app, set up for this envelope",)
    assert stated(member, second) == ("authenticator app, set up earlier",)


def test_a_code_counts_once_in_all_envelopes(member: Member) -> None:
    first, second = asking(member, ["totp"]), asking(member, ["totp"])
    ceremony = arrived(member, first)
    app = pyotp.TOTP(secret_of(ceremony))
    enter(ceremony, "totp", app.at(NOW))

    assert not enter(arrived(member, second), "totp", app.at(NOW))
    assert enter(arrived(member, second), "totp", app.at(LATER), LATER)


def test_whoever_opened_the_link_before_saw_another_secret(member: Member) -> None:
    envelope = asking(member, ["totp"])
    other, own = arrived(member, envelope), arrived(member, envelope)
    seen = pyotp.TOTP(secret_of(other))

    enter(own, "totp", pyotp.TOTP(secret_of(own)).at(NOW))

    assert not enter(other, "totp", seen.at(LATER), LATER)


def test_after_a_reset_another_app_is_set_up(member: Member) -> None:
    envelope = asking(member, ["totp"])
    ceremony = arrived(member, envelope)
    before = secret_of(ceremony)
    enter(ceremony, "totp", pyotp.TOTP(before).at(NOW))
    id = envelope.recipients[0].id

    run(member, recipient_authenticators.reset, envelope.id, id, NOW)
    run(member, recipient_authenticators.reset, envelope.id, id, NOW)

    assert secret_of(arrived(member, envelope)) not in ("", before)
    with member.organization.transaction(member.principal) as tx:
        types = [e.type for e in tx.audit.of(envelope.id)]
    assert types.count(AuthenticatorReset.type) == 1
    assert ProofGiven.type in types


def test_an_app_belongs_to_one_organization_and_goes_with_its_person(member: Member) -> None:
    ceremony = arrived(member, asking(member, ["totp"]))
    enter(ceremony, "totp", pyotp.TOTP(secret_of(ceremony)).at(NOW))
    other = found_member(member.organization.installation)

    elsewhere = arrived(other, asking(other, ["totp"]))
    with member.organization.transaction(member.principal) as tx:
        person_records.erase(tx, "anna@example.com", NOW)

    assert secret_of(elsewhere) != ""
    assert secret_of(arrived(member, asking(member, ["totp"]))) != ""


def test_who_was_forwarded_the_link_sets_up_no_app_before_all_else_is_proved(
    member: Member,
) -> None:
    stranger = arrived(member, asking(member, ["access_code", "totp"], CODE))
    app = pyotp.TOTP(secret_of(stranger))

    with pytest.raises(ProofNeeded):
        enter(stranger, "totp", app.at(NOW))

    assert secret_of(arrived(member, asking(member, ["totp"])))
