from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.access import MemberRole
from core.principal import SYSTEM
from core.settings.settings import Settings
from tenants.member import Member
from tests.tenants import single_sign_on as sso
from tests.tenants.name_server import NameServer
from tests.tenants.people import colleague
from tests.tenants.providers import CLIENT, SECRET, Provider
from tests.webapp.senders import Sender

PAGE = "/settings/single-sign-on"


@pytest.fixture(scope="module")
def names() -> Iterator[NameServer]:
    with NameServer() as server:
        yield server


@pytest.fixture(scope="module")
def changed(settings: Settings, names: NameServer) -> Settings:
    return replace(settings, dns_server=names.address, sso_allow_private=True)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as running:
        running.claims = {"sub": "subject-1"}
        yield running


def led_to(answer: TestResponse) -> str:
    """Where the page in between goes on to."""
    assert answer.status_code == 200
    refresh = answer.text.partition('http-equiv="refresh" content="0; url=')[2].partition('"')[0]
    return refresh.replace("&amp;", "&")


def back(sender: Sender, provider: Provider, answer: TestResponse, slug: str) -> TestResponse:
    brought = provider.consent(led_to(answer))
    query = "&".join(f"{name}={value}" for name, value in brought.items())
    return sender.get(f"/o/{slug}/sign-in/answer?{query}")


def save(sender: Sender, provider: Provider, **changes: str) -> TestResponse:
    sender.get(PAGE)
    form = {
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "default_role": "viewer",
        "enabled": "yes",
    }
    return sender.post(PAGE, **form | changes)


def test_a_connection_is_set_up_and_its_secret_never_shown(
    sender: Sender, provider: Provider
) -> None:
    assert "Redirect URI" in sender.get(PAGE).text

    answer = save(sender, provider, groups_claim="groups", group="heads", role="admin")

    page = sender.get(PAGE)
    assert answer.status_code == 303
    assert provider.issuer in page.text
    assert 'value="heads"' in page.text
    assert f"/o/{sender.member.slug}/sign-in/answer" in page.text
    assert SECRET not in page.text


def test_what_cannot_be_a_connection_is_said_beside_the_field(
    sender: Sender, provider: Provider
) -> None:
    save(sender, provider)
    provider.metadata = {"issuer": "https://another.example"}
    other = f"{provider.issuer}/"

    answers = [
        save(sender, provider, issuer=other),
        save(sender, provider, issuer="http://127.0.0.1:9"),
        save(sender, provider, issuer="", client_id=""),
        save(sender, provider, client_id="another", client_secret=""),
        save(sender, provider, default_role="owner"),
        save(sender, provider, groups_claim="", group="heads", role="admin"),
    ]

    words = [
        "uses a different issuer address",
        "No OpenID provider answers at this address",
        "Copy this from your provider",
        "Copy the client secret from your provider",
        "Choose a role from the list",
        "the claim in which your provider lists the groups",
    ]
    for answer, word in zip(answers, words, strict=True):
        assert answer.status_code == 422, word
        assert word in answer.text
    assert f'value="{other}"' in answers[0].text


def test_a_test_shows_what_the_provider_tells_and_changes_nothing(
    sender: Sender, provider: Provider
) -> None:
    save(sender, provider, enabled="no", groups_claim="groups")
    provider.claims = {"sub": "s-9", "email": "tried@example.com", "groups": ["heads"]}
    before = sso.log(sender.member)
    sender.get(PAGE)

    page = back(sender, provider, sender.post(f"{PAGE}/test"), sender.member.slug)

    assert page.status_code == 200
    for told in ("s-9", "tried@example.com", "not verified", "heads", "Viewer"):
        assert told in page.text
    assert sso.log(sender.member) == before


def test_a_domain_is_proved_by_its_record_and_then_leads_its_addresses_here(
    app: Flask, sender: Sender, provider: Provider, names: NameServer
) -> None:
    save(sender, provider)
    domain = f"{uuid4().hex[:10]}.example"
    sender.get(PAGE)
    added = sender.post(f"{PAGE}/domains", domain=domain.upper())
    listed = sender.get(PAGE).text
    missing = sender.post(f"{PAGE}/domains/{domain}/check")
    sso.publish(sender.member, names, domain)

    found = sender.post(f"{PAGE}/domains/{domain}/check")

    assert added.status_code == 303
    assert f"_countersign.{domain}" in listed
    assert missing.status_code == 409
    assert "not visible yet" in missing.text
    assert found.status_code == 303
    assert "Verified" in sender.get(PAGE).text
    provider.claims = {"sub": "n", "email": f"new@{domain}", "email_verified": True, "name": "New"}
    newcomer = Sender(app, sender.member)
    newcomer.get("/sign-in/organization")
    led = newcomer.post("/sign-in/organization", email=f"anything@{domain}", next="/settings")
    arrived = back(newcomer, provider, led, sender.member.slug)
    assert (arrived.status_code, arrived.headers["Location"]) == (303, "/settings")
    assert newcomer.get("/settings/your-single-sign-on").status_code == 200
    assert newcomer.get(PAGE).status_code == 403  # a viewer


def test_an_address_that_no_organization_takes_care_of_is_told_so(
    app: Flask, member: Member
) -> None:
    visitor = Sender(app, member)
    visitor.get("/sign-in/organization")

    answer = visitor.post("/sign-in/organization", email="somebody@nowhere.example")

    assert answer.status_code == 422
    assert "No organization uses single sign-on for" in answer.text
    assert 'value="somebody@nowhere.example"' in answer.text


def test_the_page_of_an_organization_is_there_only_while_its_sign_on_is(
    app: Flask, sender: Sender, provider: Provider
) -> None:
    visitor, page = Sender(app, sender.member), f"/o/{sender.member.slug}/sign-in"
    absent = visitor.get(page).status_code
    save(sender, provider)
    shown = visitor.get(page)
    led = visitor.post(page)

    assert absent == 404
    assert sender.member.organization_name in shown.text
    assert led_to(led).startswith(f"{provider.issuer}/authorize?")
    assert visitor.get("/o/nobody/sign-in").status_code == 404
    assert visitor.post("/o/nobody/sign-in").status_code == 404
    assert visitor.get("/o/nobody/sign-in/answer").status_code == 404


def test_a_refused_sign_in_says_what_to_do_and_which_word_stands_in_the_log(
    app: Flask, sender: Sender, provider: Provider
) -> None:
    save(sender, provider)
    slug, visitor = sender.member.slug, Sender(app, sender.member)
    visitor.get(f"/o/{slug}/sign-in")
    provider.tamper = lambda claims: claims | {"nonce": "another"}

    page = back(visitor, provider, visitor.post(f"/o/{slug}/sign-in"), slug)
    again = visitor.get(f"/o/{slug}/sign-in/answer?state=wrong&code=x")

    assert page.status_code == 409
    assert "you were not signed in" in page.text
    assert "nonce_wrong" in page.text
    assert f'href="/o/{slug}/sign-in"' in page.text
    assert "attempt_gone" in again.text
    assert sso.refusals(sender.member) == ["nonce_wrong", "attempt_gone"]


def test_a_look_ahead_by_a_program_uses_nothing_up(
    app: Flask, sender: Sender, provider: Provider
) -> None:
    save(sender, provider)
    slug, visitor = sender.member.slug, Sender(app, sender.member)
    visitor.get(f"/o/{slug}/sign-in")
    brought = provider.consent(led_to(visitor.post(f"/o/{slug}/sign-in")))
    answer = f"/o/{slug}/sign-in/answer?state={brought['state']}&code=code-1"

    assert visitor.browser.head(answer).status_code == 204
    assert "email_unverified" in visitor.get(answer).text


def test_a_member_connects_their_account_and_disconnects_it(
    sender: Sender, provider: Provider
) -> None:
    mine = "/settings/your-single-sign-on"
    assert "has not set up single sign-on" in sender.get(mine).text
    save(sender, provider)
    sender.get(mine)

    connected = back(sender, provider, sender.post(mine), sender.member.slug)

    assert connected.headers["Location"] == mine
    page = sender.get(mine).text
    assert urlsplit(provider.issuer).netloc in page
    assert "Connected" in page
    assert sender.post(f"{mine}/removal").status_code == 303
    assert "Connect work account" in sender.get(mine).text


def test_the_session_stays_in_the_organization_that_gave_it(
    app: Flask, sender: Sender, stranger: Sender, provider: Provider
) -> None:
    """The member belongs to two organizations; the second one's provider answers for them."""
    second = stranger.member.organization
    with second.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'viewer')",
            *(second.id, sender.member.person_id),
        )
    save(stranger, provider)
    with second.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into sso_identities (organization_id, issuer, subject, person_id, created_at)"
            " values (%s, %s, 'subject-1', %s, now())",
            *(second.id, provider.issuer, sender.member.person_id),
        )
    slug, browser = stranger.member.slug, Sender(app, sender.member)
    browser.get(f"/o/{slug}/sign-in")
    back(browser, provider, browser.post(f"/o/{slug}/sign-in"), slug)

    page = browser.get("/settings/your-single-sign-on")
    switched = browser.post(f"/memberships/{sender.member.organization.id}/session")

    assert page.status_code == 200
    assert stranger.member.organization_name in page.text
    assert sender.member.organization_name not in browser.get("/settings/memberships").text
    assert (switched.status_code, switched.headers["Location"]) == (303, "/sign-in")
    assert browser.get("/settings/your-single-sign-on").status_code == 303  # signed out


def test_only_those_who_manage_sign_in_reach_the_settings(
    app: Flask, sender: Sender, provider: Provider
) -> None:
    viewer = Sender(app, colleague(sender.member, MemberRole.VIEWER)).signed_in()

    assert viewer.get(PAGE).status_code == 403
    assert viewer.post(f"{PAGE}/test").status_code == 403
