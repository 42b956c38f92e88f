"""A recipient whom an identity provider of the installation identifies."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from core.envelopes.envelope import Envelope
from core.refusals import Invalid
from core.signing.proofs import registry
from core.signing.proofs.proof_events import IdentityMismatched
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants import ceremonies
from tests.tenants.providers import CLIENT, SECRET, Provider
from tests.tenants.use_cases.signing.test_identity_proofs import asking
from tests.webapp.sso.test_single_sign_on import led_to
from tests.webapp.visitors import Signer

ANNA = {"sub": "anna", "name": "ANNA LIND", "birthdate": "1984-03-29"}


@pytest.fixture
def provider(installation: Installation) -> Iterator[Provider]:
    """That of the installation."""
    before = installation.settings
    with Provider() as running:
        named = {"identity_client": CLIENT, "identity_secret": SECRET}
        installation.settings = replace(before, identity_issuer=running.issuer, **named)
        yield running
        installation.settings = before


def sent(member: Member) -> Envelope:
    proof = ["identity_check"]
    return asking(member, proof, now=datetime.now(UTC), birthdate="1984-03-29")


def identify(signer: Signer, member: Member, provider: Provider) -> None:
    """To the provider and back, in the same browser."""
    there = signer.post(f"{signer.page}/proofs/identity_check/sign-in")
    query = "&".join(f"{n}={v}" for n, v in provider.consent(led_to(there)).items())
    signer.client.get(f"/o/{member.slug}/sign-in/answer?{query}")


def test_whom_the_provider_confirms_reads_and_the_certificate_says_what_matched(
    app: Flask, member: Member, provider: Provider
) -> None:
    envelope = sent(member)
    signer = Signer(app, member, envelope, 0)
    provider.claims = ANNA

    before = signer.open().text
    identify(signer, member, provider)

    assert "Verify your identity" in before
    assert "Agree and continue" in signer.get(signer.page).text
    with member.organization.transaction(member.principal) as tx:
        entries = tx.audit.of(envelope.id)
        stated = registry.stated(entries, envelope.recipients[0].id)
    assert "identity verified by 127.0.0.1 (name, date of birth)" in stated
    assert "ANNA LIND" not in str([e.data for e in entries])


def test_claims_that_the_userinfo_endpoint_adds_are_compared(
    app: Flask, member: Member, provider: Provider
) -> None:
    signer = Signer(app, member, sent(member), 0)
    provider.claims = {"sub": "anna"}
    provider.userinfo = ANNA
    signer.open()

    identify(signer, member, provider)

    assert "Agree and continue" in signer.get(signer.page).text


@pytest.mark.parametrize(
    ("claims", "differs"),
    [
        (ANNA | {"name": "Ben Okoro"}, "name"),
        (ANNA | {"birthdate": "1990-01-01"}, "birthdate"),
        ({"sub": "anna", "name": "Anna Lind"}, "birthdate"),
    ],
)
def test_someone_else_does_not_and_the_sender_is_told_what_differs(
    app: Flask, member: Member, provider: Provider, claims: dict[str, str], differs: str
) -> None:
    envelope = sent(member)
    signer = Signer(app, member, envelope, 0)
    provider.claims = dict(claims)
    signer.open()

    identify(signer, member, provider)

    page = signer.get(signer.page).text
    assert "gave other details than those of" in page
    with member.organization.transaction(member.principal) as tx:
        told = [e for e in tx.audit.of(envelope.id) if e.type == IdentityMismatched.type]
    assert [e.data["claim"] for e in told] == [differs]
    job = ceremonies.lease_open(member, "mail_progress")
    assert job.arguments["notification"] == "identity_mismatched"


def test_five_answers_about_someone_else_lock_the_recipient_out(
    app: Flask, member: Member, provider: Provider
) -> None:
    signer = Signer(app, member, sent(member), 0)
    provider.claims = ANNA | {"name": "Ben Okoro"}
    signer.open()

    for _ in range(5):
        identify(signer, member, provider)

    assert "Too many wrong tries" in signer.get(signer.page).text


def test_without_a_provider_it_cannot_be_asked(member: Member) -> None:
    with pytest.raises(Invalid) as wrong:
        sent(member)

    assert "no identity provider" in wrong.value.errors["proofs"]


def test_a_provider_that_fails_leads_back_to_the_recipients_own_page(
    app: Flask, member: Member, provider: Provider
) -> None:
    signer = Signer(app, member, sent(member), 0)
    signer.open()
    provider.token_status = 500
    there = signer.post(f"{signer.page}/proofs/identity_check/sign-in")
    query = "&".join(f"{n}={v}" for n, v in provider.consent(led_to(there)).items())

    back = signer.get(f"/o/{member.slug}/sign-in/answer?{query}")

    assert back.request.path == signer.page
    assert "The provider did not confirm who you are. Try again." in back.text
    assert "Verify your identity" in back.text


def test_a_provider_that_was_taken_away_is_told_in_words_for_recipients(
    app: Flask, member: Member, provider: Provider, installation: Installation
) -> None:
    signer = Signer(app, member, sent(member), 0)
    signer.open()
    installation.settings = replace(installation.settings, identity_issuer="")

    page = signer.post(f"{signer.page}/proofs/identity_check/sign-in").text

    assert "The provider did not confirm who you are. Try again." in page
    assert "single sign-on" not in page
