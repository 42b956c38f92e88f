from dataclasses import replace

from actors.organizations import check_domain
from core.organizations.domain_verification import DomainUse
from core.principal import SYSTEM
from core.settings.settings import Settings
from tenants import leased_job
from tenants.installation import Installation
from tenants.use_cases.organizations import domain_claims
from tests.tenants import single_sign_on as sso
from tests.tenants.conftest import found_member
from tests.tenants.name_server import NameServer
from tests.tenants.opening import run


def test_a_domain_is_looked_at_and_the_next_look_is_planned(settings: Settings) -> None:
    with NameServer() as names:
        installation = Installation(replace(settings, dns_server=names.address))
        member = found_member(installation)
        domain = sso.own_domain(member, names)
        names.texts.clear()
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("update outbox set due_at = now() where kind = 'check_domain'")
            (row,) = tx.rows.all("select id from outbox where kind = 'check_domain'")
        job = leased_job.lease(member.organization, row["id"])
        assert job is not None

        check_domain.check_domain(job)

        (found,) = run(member, domain_claims.domains, DomainUse.SIGN_IN)
        with member.organization.transaction(SYSTEM) as tx:
            jobs = tx.rows.all(
                "select state, due_at > now() + interval '23 hours' as tomorrow from outbox"
                " where kind = 'check_domain' order by id"
            )
        installation.close()
    assert (found.domain, found.failing_since is not None) == (domain, True)
    assert [(j["state"], j["tomorrow"]) for j in jobs] == [("done", False), ("open", True)]
