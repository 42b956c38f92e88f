"""What is served at the host of an organization, and by a process for signing pages alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound as NoRoute
from werkzeug.routing import Rule

from core.refusals import NotFound
from core.request_errors import ForeignRequest
from core.settings.settings import Settings
from core.signing import link, mail_check
from tenants import leased_job
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail
from tests.tenants import ceremonies, embedded, signing_hosts
from tests.tenants.conftest import found_member
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer, Visitor
from webapp import create_app

# What people without an account need. Everything else is closed, also what will be added.
SERVED = {
    "assets", "brands", "direct_links", "embedded_signings", "health", "host_checks",
    "identity_answers", "installable", "languages", "mail_checks", "phones", "signings", "sources",
    "verifications",
}  # fmt: skip
VALUES = {"uuid": str(UUID(int=7)), "int": "1", "path": "x", "default": "x"}


@pytest.fixture(scope="module")
def outside(settings: Settings, installation: Installation) -> Flask:
    """A process for signing pages alone."""
    return create_app(replace(settings, serves="signing"), installation)


@pytest.fixture
def other(installation: Installation) -> Member:
    return found_member(installation)


def part(rule: Rule) -> str:
    return rule.endpoint.partition(".")[0]


def rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if "." in rule.endpoint)


def is_served(app: Flask, rule: Rule, host: str) -> bool:
    """Whether a request for it gets as far as its route."""
    pattern = r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>"
    path = re.sub(pattern, lambda found: VALUES.get(found[1] or "default", "x"), rule.rule)
    method = "GET" if "GET" in (rule.methods or ()) else next(iter(rule.methods or ()))
    with app.test_request_context(path, method=method, base_url=f"http://{host}"):
        try:
            app.preprocess_request()
        except (NotFound, NoRoute):
            return False
        except ForeignRequest:
            return True
    return True


def test_a_host_of_an_organization_serves_signing_pages_and_nothing_else(
    app: Flask, member: Member
) -> None:
    host = signing_hosts.proved(member)

    for rule in rules(app):
        assert is_served(app, rule, host) == (part(rule) in SERVED), rule
        assert is_served(app, rule, "localhost"), rule


def test_a_process_for_signing_alone_serves_nothing_else_at_the_installations_host(
    outside: Flask,
) -> None:
    for rule in rules(outside):
        assert is_served(outside, rule, "localhost") == (part(rule) in SERVED), rule
    page = outside.test_client().get("/check").text
    assert "Sign in" not in page and 'href="/"' not in page


@pytest.mark.parametrize("host", ["elsewhere.example", "localhost.elsewhere.example", "10.0.0.1"])
def test_a_host_that_no_one_proved_serves_static_files_and_health_alone(
    app: Flask, host: str
) -> None:
    served = {part(rule) for rule in rules(app) if is_served(app, rule, host)}

    assert served == {"assets", "health", "host_checks"}
    assert app.test_client().get("/sign-in", base_url=f"http://{host}").status_code == 404


def test_the_installations_host_for_signing_pages_serves_them_for_everyone(
    settings: Settings, installation: Installation, member: Member, now: datetime
) -> None:
    apart = create_app(replace(settings, signing_url="http://sign.example:8000"), installation)
    signer = Signer(apart, member, ceremonies.sent(member, now), 0)
    signer.host = "sign.example:8000"

    assert signer.open().status_code == 200
    assert signer.get("/sign-in").status_code == 404
    assert Visitor(apart).get("/sign-in").status_code == 200


def test_it_is_signed_at_the_organizations_own_host(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.host = signing_hosts.proved(member)

    opened = signer.open()
    signer.consent()
    signer.adopt(uuid4())
    finished = signer.finish()

    assert opened.status_code == 200
    assert opened.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert finished.status_code == 303
    assert "You have signed" in signer.get(signer.page).text


def test_nothing_of_another_organization_is_there(
    app: Flask, member: Member, other: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(other, now)
    signer = Signer(app, other, envelope, 0)
    signer.open()
    code = mail_check.code(
        other.organization.installation.settings.link_key,
        link.digest(ceremonies.token_of(other, envelope.recipients[0])),
    )
    embedded.allow(other)
    frame = embedded.token(other, envelope)
    host = signing_hosts.proved(member)

    signer.host = host
    cookies = [(c.key, c.value, c.path) for c in signer.client._cookies.values()]
    for key, value, path in cookies:
        signer.client.set_cookie(key, value, domain=host, path=path)
    answers = [
        signer.get(place)
        for place in (signer.link, signer.page, f"/embedded/{frame}", f"/phone/{frame}")
    ]
    signer.get("/check")
    checked = signer.post("/check", {"code": code})
    signer.host = "localhost"

    assert [a.status_code for a in answers] == [404] * 4
    assert checked.status_code == 404 and envelope.name not in checked.text
    # Nothing was used up: where it belongs, it still opens.
    assert signer.get(f"/embedded/{frame}").status_code == 200


def test_new_links_lead_to_the_host_that_was_proved_last(
    app: Flask, member: Member, now: datetime, settings: Settings
) -> None:
    signing_hosts.proved(member, "first.example-of-two.example", datetime(2026, 1, 1).astimezone())
    host = signing_hosts.proved(member)
    envelope = ceremonies.sent(member, now)

    letter = mailed(member, envelope.id, envelope.recipients[0].id)

    assert letter.link.startswith(f"http://{host}") and "/s/" in letter.link
    assert letter.verification_link == f"{letter.base_url}/verify"
    assert letter.portal_link.startswith(settings.base_url)
    with member.organization.transaction(member.principal) as tx:
        assert tx.signing_address == letter.base_url


def test_a_host_that_was_removed_serves_nothing_and_links_lead_to_ours_again(
    app: Flask, sender: Sender, settings: Settings
) -> None:
    host = signing_hosts.proved(sender.member)
    before = app.test_client().get("/check", base_url=f"http://{host}").status_code
    sender.get("/settings/signing-domains")

    answer = sender.post(f"/settings/signing-domains/{host}/removal")

    after = app.test_client().get("/check", base_url=f"http://{host}").status_code
    assert (before, answer.status_code, after) == (200, 303, 404)
    with sender.member.organization.transaction(sender.member.principal) as tx:
        assert tx.signing_address == settings.base_url


def test_cookies_and_what_browsers_are_told_hold_for_that_host_alone(
    settings: Settings, installation: Installation, member: Member, now: datetime
) -> None:
    safe = create_app(replace(settings, base_url="https://countersign.example"), installation)
    host = signing_hosts.proved(member)
    signer = Signer(safe, member, ceremonies.sent(member, now), 0)

    opened = safe.test_client().get(signer.link, base_url=f"https://{host}")
    page = safe.test_client().get("/check", base_url=f"https://{host}")
    manifest = safe.test_client().get("/manifest.webmanifest", base_url=f"https://{host}")

    assert opened.status_code == 303 and opened.headers["Location"].startswith("/sign/")
    assert "Secure" in opened.headers["Set-Cookie"] and "Domain" not in opened.headers["Set-Cookie"]
    assert page.headers["Set-Cookie"].startswith("__Host-csrf=")
    assert page.headers["Strict-Transport-Security"].startswith("max-age=")
    assert manifest.get_json(force=True)["start_url"] == "/check"


def test_a_proxy_is_told_whether_a_host_was_proved_and_nothing_else(
    app: Flask, member: Member
) -> None:
    host, client = signing_hosts.proved(member), app.test_client()

    answers = [
        client.get("/signing-host", query_string={"domain": asked}, base_url="http://web:8000")
        for asked in (host, host.upper(), f"{host}.", "another.example", "localhost", "", "a\0b")
    ]

    assert [a.status_code for a in answers] == [204, 204, 204, 404, 404, 404, 404]
    assert {a.data for a in answers} == {b""}


def mailed(member: Member, envelope_id: UUID, recipient_id: UUID) -> envelope_mail.Letter:
    """The invitation, as the worker loads it."""
    with member.organization.transaction(member.principal) as tx:
        (row,) = tx.rows.all(
            "select id from outbox where kind = 'mail_invitation'"
            " and arguments ->> 'envelope_id' = %s and arguments ->> 'recipient_id' = %s",
            *(str(envelope_id), str(recipient_id)),
        )
    job = leased_job.lease(member.organization, row["id"])
    assert job is not None
    with job.transaction() as tx:
        return envelope_mail.load(tx, job)
