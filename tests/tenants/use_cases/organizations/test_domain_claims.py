from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from actors.organizations import check_domain
from core.organizations.domain_verification import DomainUse
from core.principal import SYSTEM
from core.refusals import Invalid, NotFound
from core.sso.refusals import DomainTaken, NameServerAway, RecordNotFound, TooManyDomains
from tenants import leased_job
from tenants.installation import Installation
from tenants.member import Member
from tenants.network import dns_records
from tenants.use_cases.organizations import domain_claims
from tenants.use_cases.organizations.domain_claims import Domain
from tenants.use_cases.sso import sso_sign_in
from tests.tenants import single_sign_on as sso
from tests.tenants.conftest import NOW
from tests.tenants.name_server import NameServer
from tests.tenants.opening import run
from tests.tenants.providers import Provider
from tests.tenants.single_sign_on import installation, names

__all__ = ["installation", "names"]


@pytest.fixture
def domain() -> str:
    return f"{uuid4().hex[:12]}.example"


def one(member: Member, domain: str) -> Domain:
    (found,) = (
        d for d in run(member, domain_claims.domains, DomainUse.SIGN_IN) if d.domain == domain
    )
    return found


def check(member: Member, now: datetime) -> int:
    """Do the checks of all domains of this organization as if they were due; how many."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update outbox set due_at = now() where kind = 'check_domain' and state = 'open'"
        )
        rows = tx.rows.all("select id from outbox where kind = 'check_domain' and state = 'open'")
    for row in rows:
        job = leased_job.lease(member.organization, row["id"])
        assert job is not None
        check_domain.check_again(job, now)
    return len(rows)


def due(member: Member) -> list[datetime]:
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all(
            "select due_at from outbox where kind = 'check_domain' and state = 'open'"
        )
    return [row["due_at"] for row in rows]


def test_a_domain_is_an_organizations_once_its_record_is_there(
    member: Member, names: NameServer, domain: str
) -> None:
    run(member, domain_claims.claim, DomainUse.SIGN_IN, f" {domain.upper()}. ", NOW)
    with pytest.raises(RecordNotFound):
        sso.verify(member, domain, NOW)
    names.texts[f"_countersign.{domain}"] = ["something else", one(member, domain).value + "x"]
    with pytest.raises(RecordNotFound):
        sso.verify(member, domain, NOW)
    sso.publish(member, names, domain)

    sso.verify(member, domain, NOW)

    assert one(member, domain).verified_at == NOW
    assert due(member) == [NOW + timedelta(days=1)]
    events = [kind for kind, data in sso.log(member) if data.get("domain") == domain]
    assert events == ["domain.claimed", "domain.verified"]


def test_only_an_organization_with_a_connection_turned_on_gets_the_addresses(
    member: Member, names: NameServer, domain: str
) -> None:
    installation = member.organization.installation
    sso.own_domain(member, names, domain)
    before = sso_sign_in.organization_for(installation, f"one@{domain}")

    with Provider() as provider:
        sso.connect_organization(member, provider)
        found = sso_sign_in.organization_for(installation, f"One@{domain.upper()}")
        nowhere = sso_sign_in.organization_for(installation, f"one@sub.{domain}")
        sso.connect_organization(member, provider, enabled=False)
        after = sso_sign_in.organization_for(installation, f"one@{domain}")

    assert (before, found, nowhere, after) == (None, member.organization.id, None, None)


def test_of_two_claimants_the_second_is_told_only_after_it_proved_the_domain(
    member: Member, stranger: Member, names: NameServer, domain: str
) -> None:
    sso.own_domain(member, names, domain)
    run(stranger, domain_claims.claim, DomainUse.SIGN_IN, domain, NOW)
    with pytest.raises(RecordNotFound):
        sso.verify(stranger, domain, NOW)
    sso.publish(stranger, names, domain)
    with pytest.raises(DomainTaken):
        sso.verify(stranger, domain, NOW)
    assert one(stranger, domain).verified_at is None

    run(member, domain_claims.remove, DomainUse.SIGN_IN, domain, NOW)
    sso.verify(stranger, domain, NOW)

    assert one(stranger, domain).verified_at == NOW
    assert ("domain.taken_elsewhere", domain) in [
        (kind, data.get("domain")) for kind, data in sso.log(stranger)
    ]


def test_a_domain_is_let_go_after_three_days_without_its_record(
    member: Member, stranger: Member, names: NameServer, domain: str
) -> None:
    sso.own_domain(member, names, domain)
    names.texts.clear()
    begun = sso.now()

    for day in range(3):
        check(member, begun + timedelta(days=day))
        assert one(member, domain).failing_since == begun
        assert one(member, domain).verified_at is not None
    check(member, begun + timedelta(days=3))

    assert one(member, domain).verified_at is None
    assert due(member) == []
    assert sso.log(member)[-1] == ("domain.lost", {"domain": domain})
    sso.own_domain(stranger, names, domain)
    assert one(stranger, domain).verified_at is not None


def test_a_record_that_comes_back_in_time_is_as_if_it_never_was_gone(
    member: Member, names: NameServer, domain: str
) -> None:
    sso.own_domain(member, names, domain)
    records, begun = dict(names.texts), sso.now()
    names.texts.clear()
    check(member, begun)
    names.texts.update(records)

    check(member, begun + timedelta(days=2))
    names.texts.clear()
    check(member, begun + timedelta(days=4))

    assert one(member, domain).failing_since == begun + timedelta(days=4)
    assert one(member, domain).verified_at is not None


def test_a_name_server_that_does_not_answer_takes_nothing_away(
    member: Member, names: NameServer, domain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dns_records, "SECONDS", 0.3)
    sso.own_domain(member, names, domain)
    names.silent.add(f"_countersign.{domain}")
    now = sso.now()

    assert check(member, now + timedelta(days=9)) == 1

    assert one(member, domain).failing_since is None
    assert due(member) == [now + timedelta(days=9, hours=1)]
    with pytest.raises(NameServerAway):
        sso.verify(member, domain, now)


def test_a_domain_verified_anew_is_looked_at_once_a_day_not_twice(
    member: Member, names: NameServer, domain: str
) -> None:
    sso.own_domain(member, names, domain)
    run(member, domain_claims.remove, DomainUse.SIGN_IN, domain, NOW)
    sso.own_domain(member, names, domain)

    assert check(member, sso.now()) == 2
    assert check(member, sso.now()) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "gmail.com", "Outlook.com", "co.uk", "", "x", "a@b.example", "gmail.com.", "GMAIL.com.",
        "\uff47\uff4d\uff41\uff49\uff4c.com", "gmail\u3002com", "gma\u00adil.com",
        "gmail.com\u200b", "*.example.com", "_countersign.example.com", "example.com:53",
        "127.0.0.1", "a\0b.example",
    ],
)  # fmt: skip
def test_a_domain_of_everybody_and_what_is_none_are_refused(member: Member, typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        run(member, domain_claims.claim, DomainUse.SIGN_IN, typed, NOW)

    assert list(caught.value.errors) == ["domain"]


def test_a_domain_in_other_letters_is_the_one_that_mail_goes_to(
    member: Member, names: NameServer
) -> None:
    typed = f"Bücher-{uuid4().hex[:8]}.example"
    run(member, domain_claims.claim, DomainUse.SIGN_IN, typed, NOW)
    (found,) = run(member, domain_claims.domains, DomainUse.SIGN_IN)

    assert found.domain.startswith("xn--bcher-")
    assert found.readable == typed.lower()
    assert dns_records.domain_of(f"one@{typed}") == found.domain
    with pytest.raises(Invalid):
        run(member, domain_claims.claim, DomainUse.SIGN_IN, typed.upper(), NOW)


def test_another_organizations_domain_is_not_there(
    member: Member, stranger: Member, names: NameServer, domain: str
) -> None:
    sso.own_domain(member, names, domain)

    with pytest.raises(NotFound):
        sso.verify(stranger, domain, NOW)
    with pytest.raises(NotFound):
        run(stranger, domain_claims.remove, DomainUse.SIGN_IN, domain, NOW)
    assert one(member, domain).verified_at is not None


def test_a_second_claimant_takes_nothing_away_by_going(
    installation: Installation, member: Member, stranger: Member, names: NameServer, domain: str
) -> None:
    sso.own_domain(member, names, domain)
    run(stranger, domain_claims.claim, DomainUse.SIGN_IN, domain, NOW)
    sso.publish(stranger, names, domain)
    with pytest.raises(DomainTaken):
        sso.verify(stranger, domain, NOW)

    run(stranger, domain_claims.remove, DomainUse.SIGN_IN, domain, NOW)

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.one("select capture_domain('sign_in', %s) as mine", domain)["mine"]
    run(member, domain_claims.remove, DomainUse.SIGN_IN, domain, NOW)
    sso.own_domain(stranger, names, domain)
    assert one(stranger, domain).verified_at is not None


def test_there_is_an_end_to_how_many_domains_one_organization_claims(member: Member) -> None:
    for number in range(50):
        run(member, domain_claims.claim, DomainUse.SIGN_IN, f"d{number}.example", NOW)

    with pytest.raises(TooManyDomains):
        run(member, domain_claims.claim, DomainUse.SIGN_IN, "one-more.example", NOW)
