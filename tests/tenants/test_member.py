import threading

import pytest

from core.access import MemberRole, Permission
from core.evidence.audit import Trail, verify
from core.organizations.organization import Profile
from core.organizations.refusals import OrganizationFrozen
from core.principal import SYSTEM
from core.refusals import Forbidden, NotFound
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, voiding
from tenants.use_cases.organizations import organization_profile
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague


def test_a_role_taken_away_while_a_page_was_open_no_longer_counts(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update memberships set role = 'viewer' where person_id = %s", sender.person_id)

    with pytest.raises(Forbidden):
        run(sender, drafting.create, sender.person_id, "Lease", NOW)


def test_a_role_is_held_until_what_it_allowed_is_done(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    taken = threading.Event()

    def take_away() -> None:
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run(
                "update memberships set role = 'viewer' where person_id = %s", sender.person_id
            )
        taken.set()

    with sender.transaction() as tx:
        tx.require(Permission.SEND_ENVELOPES)
        thread = threading.Thread(target=take_away)
        thread.start()
        waited = taken.wait(0.3)
    thread.join()

    assert not waited
    assert taken.is_set()


def test_somebody_removed_reaches_nothing_with_the_page_still_open(member: Member) -> None:
    viewer = colleague(member, MemberRole.VIEWER)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("delete from memberships where person_id = %s", viewer.person_id)

    with pytest.raises(Forbidden):
        run(viewer, organization_profile.profile)


def test_an_envelope_of_a_colleague_is_there_only_for_those_it_is_shown_to(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    sender = colleague(member, MemberRole.SENDER)
    auditor = colleague(member, MemberRole.AUDITOR)

    assert run(auditor, reading.envelope, envelope.id).id == envelope.id
    with pytest.raises(NotFound):
        run(sender, reading.envelope, envelope.id)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set visibility = 'all' where id = %s", envelope.id)
    assert run(sender, reading.envelope, envelope.id).id == envelope.id
    with pytest.raises(Forbidden):
        run(sender, voiding.void, envelope.id, "Not mine", NOW)


def test_a_suspended_organization_is_read_and_not_changed(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set closes_at = %s", NOW)

    assert run(member, reading.envelope, envelope.id).id == envelope.id
    with pytest.raises(OrganizationFrozen):
        run(member, voiding.void, envelope.id, "Why not", NOW)


def test_a_changed_setting_stands_in_the_log_with_its_old_and_new_value(member: Member) -> None:
    old = run(member, organization_profile.profile)

    run(
        member,
        organization_profile.change_profile,
        Profile("New Name", "Europe/Paris", "en"),
        ("en",),
        NOW,
    )

    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select * from admin_events order by sequence")
        entries, head = tx.admin_log.entries(rows), tx.admin_log.head()
    organization_id = member.organization.id
    verify(Trail(organization_id, organization_id), entries, head)
    changed = [e for e in entries if e.type == "setting.changed"]
    told = {e.data["setting"]: {p.name: p.value for p in e.personal} for e in changed}
    assert told["organization.name"] == {"old": old.name, "new": "New Name"}
    assert told["organization.time_zone"]["new"] == "Europe/Paris"
    assert changed[0].actor == member.actor
