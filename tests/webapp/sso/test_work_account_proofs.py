"""A recipient who proves who they are at the organization's own provider."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.envelopes.envelope import Envelope
from core.refusals import Invalid
from core.signing.proofs import registry
from tenants.member import Member
from tests.tenants import signing_hosts
from tests.tenants import single_sign_on as sso
from tests.tenants.providers import Provider
from tests.tenants.use_cases.signing.test_identity_proofs import asking
from tests.webapp.senders import Sender
from tests.webapp.sso.test_single_sign_on import led_to
from tests.webapp.visitors import Signer

ANNA = {"sub": "anna", "email": "Anna@example.com", "email_verified": True}


@pytest.fixture
def provider(member: Member) -> Iterator[Provider]:
    """That of the member's organization."""
    with Provider() as running:
        sso.connect_organization(member, running)
        yield running


def sent(member: Member) -> Envelope:
    return asking(member, ["work_account"], now=datetime.now(UTC))


def sign_in(signer: Signer, member: Member, provider: Provider) -> TestResponse:
    """To the provider and back, in the same browser."""
    there = signer.post(f"{signer.page}/proofs/work_account/sign-in")
    query = "&".join(f"{n}={v}" for n, v in provider.consent(led_to(there)).items())
    return signer.client.get(f"/o/{member.slug}/sign-in/answer?{query}")


def test_the_account_of_their_address_opens_the_documents(
    app: Flask, member: Member, provider: Provider
) -> None:
    envelope = sent(member)
    signer = Signer(app, member, envelope, 0)
    provider.claims = ANNA

    before = signer.open().text
    answer = sign_in(signer, member, provider)

    assert "Sign in with your work account" in before
    assert answer.headers["Location"] == signer.page
    assert "Agree and continue" in signer.get(signer.page).text
    with member.organization.transaction(member.principal) as tx:
        stated = registry.stated(tx.audit.of(envelope.id), envelope.recipients[0].id)
    assert "account at the organization’s own sign-in provider" in stated


@pytest.mark.parametrize(
    "claims", [ANNA | {"email": "ben@example.com"}, ANNA | {"email_verified": False}, {"sub": "x"}]
)
def test_another_account_opens_nothing_and_is_a_failed_try(
    app: Flask, member: Member, provider: Provider, claims: dict[str, object]
) -> None:
    signer = Signer(app, member, sent(member), 0)
    provider.claims = dict(claims)
    signer.open()

    answers = [sign_in(signer, member, provider) for _ in range(5)]
    page = signer.get(signer.page).text

    assert {a.headers["Location"] for a in answers} == {signer.page}
    assert "Too many wrong tries" in page
    assert signer.post(f"{signer.page}/proofs/work_account/sign-in").status_code == 409


def test_nothing_that_is_typed_takes_its_place(
    app: Flask, member: Member, provider: Provider
) -> None:
    signer = Signer(app, member, sent(member), 0)
    signer.open()

    assert signer.post(f"{signer.page}/proofs/work_account", {"code": "1"}).status_code == 404


def test_the_answer_of_one_browser_is_of_no_use_in_another(
    app: Flask, member: Member, provider: Provider
) -> None:
    envelope = sent(member)
    one, two = Signer(app, member, envelope, 0), Signer(app, member, envelope, 0)
    provider.claims = ANNA
    one.open()
    two.open()
    there = one.post(f"{one.page}/proofs/work_account/sign-in")
    query = "&".join(f"{n}={v}" for n, v in provider.consent(led_to(there)).items())

    two.client.get(f"/o/{member.slug}/sign-in/answer?{query}")

    assert "Sign in with your work account" in one.get(one.page).text
    assert "Sign in with your work account" in two.get(two.page).text


def test_at_the_organizations_own_host_the_answer_comes_back_there(
    app: Flask, member: Member, stranger: Sender, provider: Provider
) -> None:
    signer = Signer(app, member, sent(member), 0)
    signer.host, provider.claims = signing_hosts.proved(member), ANNA
    others = signing_hosts.proved(stranger.member)
    signer.open()
    there = signer.post(f"{signer.page}/proofs/work_account/sign-in")
    brought = provider.consent(led_to(there))
    place = f"/o/{member.slug}/sign-in/answer"

    led = signer.client.get(place, query_string=brought)
    back = signer.client.get(led.headers["Location"])
    astray = brought | {"state": brought["state"].replace(signer.host, others)}
    elsewhere = signer.client.get(place, query_string=astray)

    assert signer.host in urlsplit(led.headers["Location"]).netloc
    assert back.headers["Location"] == signer.page
    assert "Agree and continue" in signer.get(signer.page).text
    assert elsewhere.status_code == 404


def test_without_single_sign_on_it_cannot_be_asked(member: Member) -> None:
    with pytest.raises(Invalid) as wrong:
        sent(member)

    assert "no single sign-on" in wrong.value.errors["proofs"]
