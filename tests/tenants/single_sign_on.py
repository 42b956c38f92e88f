"""An organization whose single sign-on works, and somebody on the way through it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from core.settings.settings import Settings
from core.signing.origin import Origin
from core.sso.provider_connection import Connection, Purpose
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.sign_in import signing_in
from tenants.use_cases.sso import (
    own_identity,
    sso_callback,
    sso_domains,
    sso_request,
    sso_settings,
    sso_sign_in,
)
from tenants.use_cases.sso.sso_callback import Answered, Callback
from tests.tenants.name_server import NameServer
from tests.tenants.opening import run
from tests.tenants.providers import CLIENT, SECRET, Provider

ORIGIN = Origin("127.0.0.1", "a browser")
BROWSER = "the secret of a browser"


@pytest.fixture(scope="module")
def names() -> Iterator[NameServer]:
    with NameServer() as server:
        yield server


@pytest.fixture(scope="module")
def installation(settings: Settings, names: NameServer) -> Iterator[Installation]:
    opened = Installation(replace(settings, dns_server=names.address, sso_allow_private=True))
    yield opened
    opened.close()


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


def now() -> datetime:
    """Providers tell the time, so this clock is the real one."""
    return datetime.now(UTC)


def connect_organization(member: Member, provider: Provider, **changes: object) -> Connection:
    connection = Connection(issuer=provider.issuer, client_id=CLIENT, enabled=True)
    connection = replace(connection, **changes)
    change_connection(member, connection, SECRET)
    return connection


def change_connection(member: Member, new: Connection, secret: str) -> None:
    """What the page of the settings does: the provider is asked between two transactions."""
    before = run(member, sso_settings.connection)
    new = sso_settings.check(member.organization.installation, before, new, secret)
    run(member, sso_settings.change, new, secret, now())


def verify(member: Member, domain: str, at: datetime) -> None:
    """What the button beside a domain does: DNS is asked between two transactions."""
    token = run(member, sso_domains.token, domain)
    found = sso_domains.look(member.organization.installation, domain, token)
    refused = run(member, sso_domains.verify, domain, token, found, at)
    if refused is not None:
        raise refused


def own_domain(member: Member, names: NameServer, domain: str = "") -> str:
    """A domain that the organization of `member` has proved."""
    domain = domain or f"{uuid4().hex[:12]}.example"
    run(member, sso_domains.claim, domain, now())
    publish(member, names, domain)
    verify(member, domain, now())
    return domain


def publish(member: Member, names: NameServer, domain: str) -> None:
    (claimed,) = (d for d in run(member, sso_domains.domains) if d.domain == domain)
    names.texts.setdefault(claimed.record, []).append(claimed.value)


def go(member: Member, provider: Provider, purpose: Purpose = Purpose.SIGN_IN) -> Callback:
    """To the provider of the organization of `member`, and back to its page."""
    if purpose is Purpose.CONNECT:
        address = own_identity.begin(member, BROWSER, "")
    elif purpose is Purpose.TEST:
        address = own_identity.begin_test(member, BROWSER)
    else:
        address = sso_request.begin(member.organization, purpose, BROWSER, "/next")
    return came(provider.consent(address))


def came(brought: dict[str, str], browser: str = BROWSER) -> Callback:
    return Callback(
        state=brought["state"],
        code=brought.get("code", ""),
        error=brought.get("error", ""),
        issuer=brought.get("iss"),
        browser=browser,
    )


def judge(member: Member, callback: Callback) -> Answered:
    installation = member.organization.installation
    return sso_callback.judge(installation, member.slug, callback, now())


def sign_in(member: Member, provider: Provider) -> Member:
    """Whoever `provider` asserts, signed in to the organization of `member`."""
    answered = judge(member, go(member, provider))
    token = sso_sign_in.sign_in(answered, ORIGIN, now())
    found = signing_in.identify(member.organization.installation, token, now())
    assert found is not None
    return found


def refusals(member: Member) -> list[str]:
    """The reasons that stand in the organization's log."""
    return [str(data["reason"]) for type_, data in log(member) if type_ == "sso.refused"]


def log(member: Member) -> list[tuple[str, dict[str, object]]]:
    with member.organization.transaction() as tx:
        entries = tx.admin_log.entries(tx.rows.all("select * from admin_events order by sequence"))
    return [(e.type, e.data | {p.name: p.value for p in e.personal}) for e in entries]
