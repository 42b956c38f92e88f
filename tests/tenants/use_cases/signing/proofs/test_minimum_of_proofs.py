"""What an organization asks of everyone is asked however an envelope comes to be sent."""

from datetime import UTC, datetime
from uuid import UUID

from tenants.member import Member
from tenants.use_cases.organizations import organization_profile
from tests.tenants import bulk
from tests.tenants.opening import run
from tests.tenants.use_cases.bulk_sends.test_bulk_sends import envelopes

MINIMUM = ("email_code",)


def asked(member: Member, bulk_id: UUID) -> set[tuple[str, ...]]:
    return {r.options.proofs for e in envelopes(member, bulk_id) for r in e.recipients}


def test_in_each_row_of_a_bulk_send(member: Member) -> None:
    now = datetime.now(UTC)
    template_id = bulk.template(member, now)
    run(member, organization_profile.require_proofs, MINIMUM, now)
    bulk_id = bulk.uploaded(member, template_id, bulk.csv(bulk.rows(2)), now)

    bulk.checked(member, bulk_id)
    bulk.started(member, bulk_id, now)
    bulk.work(member.organization, "send_bulk_row")

    assert asked(member, bulk_id) == {MINIMUM}
