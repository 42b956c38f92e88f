"""An organization whose single sign-on works, and somebody on the way through it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from core.organizations.domain_verification import DomainUse
from core.principal import SYSTEM
from core.settings.settings import Settings
from core.signing.origin import Origin
from core.sso.provider_connection import Connection, Purpose
from core.sso.refusals import SsoFailure
from tenants.installation import Installation, Organization
from tenants.member import Member
from tenants.use_cases.organizations import domain_claims
from tenants.use_cases.sign_in import signing_in
from tenants.use_cases.sso import (
    linking_identities,
    own_identity,
    sso_callback,
    sso_request,
    sso_settings,
    sso_sign_in,
)
from tenants.use_cases.sso.sso_callback import Callback, VerifiedAnswer
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


def verify(member: Member, domain: str, at: datetime, use: DomainUse = DomainUse.SIGN_IN) -> None:
    """What the button beside a domain does: DNS is asked between two transactions."""
    token = run(member, domain_claims.token, use, domain)
    found = domain_claims.look(member.organization.installation, domain, token)
    refused = run(member, domain_claims.verify, use, domain, token, found, at)
    if refused is not None:
        raise refused


def own_domain(
    member: Member, names: NameServer, domain: str = "", use: DomainUse = DomainUse.SIGN_IN
) -> str:
    """A domain that the organization of `member` has proved."""
    domain = domain or f"{uuid4().hex[:12]}.example"
    run(member, domain_claims.claim, use, domain, now())
    publish(member, names, domain, use)
    verify(member, domain, now(), use)
    return domain


def publish(
    member: Member, names: NameServer, domain: str, use: DomainUse = DomainUse.SIGN_IN
) -> None:
    found = run(member, domain_claims.domains, use)
    claimed = next(d for d in found if d.domain == domain)
    names.texts.setdefault(claimed.record, []).append(claimed.value)


def go(member: Member, provider: Provider, purpose: Purpose = Purpose.SIGN_IN) -> Callback:
    """To the provider of the organization of `member`, and back to its page."""
    return came(provider.consent(begin(member, purpose)))


def begin(member: Member, purpose: Purpose = Purpose.SIGN_IN) -> str:
    """Where the browser is led; the provider is asked after the transaction."""
    person_id = member.person_id
    if purpose is Purpose.CONNECT:
        asked, page = run(member, own_identity.connection), ""
    elif purpose is Purpose.TEST:
        asked, page = run(member, own_identity.connection_to_test), ""
    else:
        asked, page = run(member.organization, sso_request.connection, purpose), "/next"
        person_id = None
    return sso_request.begin(member.organization, asked, BROWSER, page, person_id)


def came(brought: dict[str, str], browser: str = BROWSER) -> Callback:
    return Callback(
        state=brought["state"],
        code=brought.get("code", ""),
        error=brought.get("error", ""),
        issuer=brought.get("iss"),
        browser=browser,
    )


def judge(member: Member, callback: Callback) -> VerifiedAnswer:
    organization = member.organization
    with recorded(organization):
        attempt = sso_callback.take_attempt(organization, callback)
        stored = run(organization, sso_callback.connection, attempt)
        return sso_callback.verify(organization, member.slug, attempt, stored, callback, now())


@contextmanager
def recorded(organization: Organization, email: str = "") -> Iterator[None]:
    """What the page of the answer does with a refusal."""
    try:
        yield
    except SsoFailure as failure:
        if sso_callback.is_to_be_recorded(organization):
            run(organization, sso_callback.record, failure, email, now())
        raise


def let_in(answer: VerifiedAnswer) -> str:
    """The token of a session for whoever the answer is about."""
    organization, asserted = answer.organization, answer.asserted
    with recorded(organization, asserted.email):
        has_account = linking_identities.has_account(organization, asserted)
        return run(organization, sso_sign_in.sign_in, answer, has_account, ORIGIN, now())


def connect(member: Member | None, answer: VerifiedAnswer) -> None:
    """The account of `member`, who is signed in while the answer comes, is led to."""
    with recorded(answer.organization, answer.asserted.email):
        run(own_identity.initiator(member, answer), own_identity.connect, answer, now())


def sign_in(member: Member, provider: Provider) -> Member:
    """Whoever `provider` asserts, signed in to the organization of `member`."""
    token = let_in(judge(member, go(member, provider)))
    found = signing_in.identify(member.organization.installation, token, now())
    assert found is not None
    return found


def refused(member: Member, provider: Provider) -> tuple[type[SsoFailure], str]:
    """What the way back ended with, and the reason that the organization's log names last."""
    with pytest.raises(SsoFailure) as caught:
        sign_in(member, provider)
    return type(caught.value), refusals(member)[-1]


def as_logged(refusal: type[SsoFailure]) -> tuple[type[SsoFailure], str]:
    """The answer of `refused` for a refusal that stands in the log."""
    return refusal, refusal.code


def refusals(member: Member) -> list[str]:
    """The reasons that stand in the organization's log."""
    return [str(data["reason"]) for type_, data in log(member) if type_ == "sso.refused"]


def log(member: Member) -> list[tuple[str, dict[str, object]]]:
    with member.organization.transaction(SYSTEM) as tx:
        entries = tx.admin_log.entries(tx.rows.all("select * from admin_events order by sequence"))
    return [(e.type, e.data | {p.name: p.value for p in e.personal}) for e in entries]


@pytest.fixture
def domain(member: Member, provider: Provider, names: NameServer) -> str:
    """Of an organization whose single sign-on is ready."""
    connect_organization(member, provider)
    return own_domain(member, names)


def discover_afresh(member: Member, provider: Provider) -> None:
    with member.organization.installation.openid_providers.client(provider.issuer) as client:
        client.discover(afresh=True)


def asserts(provider: Provider, email: str, subject: str = "subject-1", **more: Any) -> None:
    provider.claims = {"sub": subject, "email": email, "email_verified": True, **more}
