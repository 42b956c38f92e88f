"""What two people do to one organization at the same moment."""

from uuid import uuid4

import pytest

from actors.retention import erase_documents
from core.access import MemberRole
from core.envelopes.sharing import Visibility
from core.organizations.quota import Limits
from core.principal import SYSTEM
from core.retention.refusals import OnHold
from core.retention.retention import Subject
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending, sharing
from tenants.use_cases.operator import managed_organizations
from tenants.use_cases.people import leaving, teams
from tenants.use_cases.retention import legal_holds, recycle_bin
from tests.tenants import ceremonies, journeys, operators
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.races import Begun, at_once, until_it_waits
from tests.tenants.single_sign_on import log
from tests.tenants.use_cases.organizations.test_summary_folding import envelope_of
from tests.tenants.use_cases.retention.test_retention_rules import LATER


def place(member: Member, subject: Subject, envelope_id: object = None) -> None:
    address = member.email if subject is Subject.ADDRESS else ""
    run(member, legal_holds.place, uuid4(), subject, "A claim", NOW,
        envelope_id=envelope_id, address=address,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize("subject", list(Subject))
def test_a_hold_waits_for_what_is_being_destroyed_and_stops_what_comes_after(
    installation: Installation, member: Member, subject: Subject
) -> None:
    envelope = ceremonies.draft_with_document(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.envelopes.lock(envelope.id)
        assert not legal_holds.any_held(tx)
        held = envelope.id if subject is Subject.ENVELOPE else None
        placed = Begun(lambda: place(member, subject, held))
        until_it_waits(installation)

    assert placed.came_to() == "done"
    with pytest.raises(OnHold):
        run(member, recycle_bin.delete, envelope.id, NOW)


def test_what_is_erased_while_a_hold_is_placed_was_erased_before_it(member: Member) -> None:
    for _ in range(4):
        envelope = ceremonies.draft_with_document(member, NOW)
        run(member, recycle_bin.delete, envelope.id, NOW)
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("update outbox set due_at = now() where kind = 'erase_documents'")
        job = ceremonies.lease_open(member, "erase_documents")

        said = at_once(
            lambda job=job: erase_documents.erase(job, LATER),
            lambda: place(member, Subject.ORGANIZATION),
        )

        assert said == ["done", "done"]
        with member.organization.transaction(SYSTEM) as tx:
            rows = tx.rows.all(
                "select type from admin_events where type in ('documents.erased', 'hold.placed')"
                " order by sequence"
            )
            gone = tx.envelopes.get(envelope.id).erased_at is not None
            tx.rows.run("update legal_holds set lifted_at = now()")
            tx.rows.run("update outbox set state = 'done' where kind = 'erase_documents'")
        # What was held before it was erased is not erased any more.
        assert not gone or rows[-1]["type"] == "hold.placed"


def test_a_team_that_is_deleted_while_an_envelope_is_shown_to_it_leaves_it_its_owners(
    member: Member,
) -> None:
    envelope = ceremonies.sent(member, NOW)
    for n in range(5):
        team_id = run(member, teams.create, f"Team {n}", NOW)
        run(member, sharing.show_to, envelope.id, Visibility.TEAM, team_id, NOW)
        run(member, sharing.show_to, envelope.id, Visibility.ALL, None, NOW)
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("update envelopes set visibility = 'team', team_id = %s", team_id)

        said = at_once(
            lambda t=team_id: run(member, sharing.show_to, envelope.id, Visibility.TEAM, t, NOW),
            lambda t=team_id: run(member, teams.delete, t, NOW),
        )

        assert said[1] == "done"
        assert said[0] in ("done", "NotFound")
        found = run(member, sharing.sharing, envelope.id, NOW)
        assert (found.visibility, found.team_id) == (Visibility.OWNER, None)


def test_what_somebody_sends_while_they_are_removed_is_sent_and_goes_to_the_heir(
    member: Member,
) -> None:
    for _ in range(3):
        clerk = colleague(member, MemberRole.SENDER)
        envelope_id = envelope_of(clerk, NOW)

        said = at_once(
            lambda c=clerk, e=envelope_id: run(c, sending.send, e, NOW),
            lambda c=clerk: run(member, leaving.remove, c.person_id, member.person_id, NOW),
        )

        assert said[1] == "done"
        assert said[0] in ("done", "Forbidden")
        envelope = run(member, reading.envelope, envelope_id)
        assert envelope.sender_id == member.person_id
        assert (envelope.status == "sent") is (said[0] == "done")


def test_an_envelope_goes_to_nobody_who_is_just_leaving(member: Member) -> None:
    first, second = (colleague(member, MemberRole.SENDER) for _ in range(2))
    for clerk in (first, second):
        run(clerk, drafting.create, uuid4(), "Lease", NOW)

    said = at_once(
        lambda: run(first, leaving.leave, second.person_id, NOW),
        lambda: run(second, leaving.leave, first.person_id, NOW),
    )

    assert sorted(said) in (["NotFound", "done"], ["Forbidden", "done"])
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all(
            "select from envelopes e where not exists"
            " (select from memberships m where m.person_id = e.sender_id)"
        )
    assert rows == []


def test_whoever_signs_while_their_turn_waits_for_another_finds_the_organization_suspended(
    installation: Installation, member: Member, services: dict[str, str]
) -> None:
    operator = operators.enrolled(installation, operators.add(services["DATABASE_OWNER_URL"]))
    envelope = ceremonies.sent(member, NOW)
    ceremony = ceremonies.enter(member, envelope.recipients[0])

    with member.organization.transaction(SYSTEM) as tx:
        tx.envelopes.lock(envelope.id)
        late = Begun(lambda: ceremonies.fill(ceremony, {}, NOW))
        until_it_waits(installation)
        run(operator, managed_organizations.suspend, member.organization.id, "Unpaid bills.", NOW)

    assert late.came_to() == "SigningSuspended"


def test_two_operators_who_change_one_quota_leave_a_log_without_a_gap(
    installation: Installation, member: Member, services: dict[str, str]
) -> None:
    people = [operators.add(services["DATABASE_OWNER_URL"]) for _ in range(2)]
    first, second = (operators.enrolled(installation, person) for person in people)
    organization_id = member.organization.id
    for n in range(3):
        limits = [Limits(envelopes_per_month=10 * n + k) for k in (1, 2)]
        said = at_once(
            lambda x=limits[0]: run(
                first, managed_organizations.set_limits, organization_id, x, NOW
            ),
            lambda x=limits[1]: run(
                second, managed_organizations.set_limits, organization_id, x, NOW
            ),
        )
        assert said == ["done", "done"]

    changes = [data for name, data in log(member) if name == "setting.changed"]
    told = [data for data in changes if data["setting"] == "quota.envelopes_per_month"]
    assert [e["old"] for e in told[1:]] == [e["new"] for e in told[:-1]]
    kept = journeys.limits(installation, organization_id).envelopes_per_month
    assert str(kept) == str(told[-1]["new"])
