import threading
from uuid import uuid4

import psycopg
import pytest

from core.access import MemberRole
from core.people.membership import TRANSFERRED_AT_ONCE
from core.people.refusals import LastOwner
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound, Refusal
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, ownership_transfer, reading
from tenants.use_cases.people import leaving, members
from tenants.use_cases.sign_in import signing_in
from tests.tenants import ceremonies, sign_ins
from tests.tenants.conftest import NOW
from tests.tenants.opening import run, run_job
from tests.tenants.people import colleague

OWNER, ADMIN, SENDER = MemberRole.OWNER, MemberRole.ADMIN, MemberRole.SENDER


def logged(member: Member, type: str) -> list[dict[str, object]]:
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select * from admin_events where type = %s order by sequence", type)
        return [dict(entry.data) for entry in tx.admin_log.entries(rows)]


def test_members_are_listed_with_what_there_is_to_know(member: Member) -> None:
    sender = colleague(member, SENDER)

    found = {c.person_id: c for c in run(sender, members.members)}

    assert set(found) == {member.person_id, sender.person_id}
    assert found[sender.person_id].role is SENDER
    assert found[sender.person_id].email == sender.email
    assert found[sender.person_id].seen_at is not None
    assert found[sender.person_id].teams == ()


def test_a_changed_role_counts_at_once_and_stands_in_the_log(member: Member) -> None:
    sender = colleague(member, SENDER)

    run(member, members.change_role, sender.person_id, MemberRole.VIEWER, NOW)

    with pytest.raises(Forbidden):
        run(sender, drafting.create, sender.person_id, "Lease", NOW)
    (changed,) = [
        e for e in logged(member, "member.role_changed") if e["person_id"] == str(sender.person_id)
    ]
    assert (changed["old"], changed["new"]) == ("sender", "viewer")


def test_the_same_role_again_changes_nothing(member: Member) -> None:
    sender = colleague(member, SENDER)
    before = len(logged(member, "member.role_changed"))

    run(member, members.change_role, sender.person_id, SENDER, NOW)

    assert len(logged(member, "member.role_changed")) == before


def test_only_an_owner_makes_an_owner(member: Member) -> None:
    admin, sender = colleague(member, ADMIN), colleague(member, SENDER)

    with pytest.raises(Forbidden):
        run(admin, members.change_role, sender.person_id, OWNER, NOW)
    with pytest.raises(Forbidden):
        run(admin, leaving.remove, member.person_id, admin.person_id, NOW)
    with pytest.raises(Forbidden):
        run(sender, members.change_role, sender.person_id, ADMIN, NOW)

    run(member, members.change_role, sender.person_id, OWNER, NOW)
    assert run(member, members.colleague, sender.person_id).role is OWNER


def test_the_last_owner_stays(member: Member) -> None:
    colleague(member, ADMIN)

    for act in (
        lambda: run(member, members.change_role, member.person_id, ADMIN, NOW),
        lambda: run(member, leaving.remove, member.person_id, None, NOW),
        lambda: run(member, leaving.leave, None, NOW),
    ):
        with pytest.raises(LastOwner):
            act()


def test_two_owners_who_demote_each_other_at_once_leave_one(member: Member) -> None:
    for _ in range(5):
        other = colleague(member, OWNER)
        barrier, said = threading.Barrier(2), []

        def demote(by: Member, whom: Member, barrier=barrier, said=said) -> None:
            barrier.wait()
            try:
                run(by, members.change_role, whom.person_id, ADMIN, NOW)
                said.append("done")
            except (Refusal, Forbidden) as refused:
                said.append(type(refused).__name__)

        threads = [
            threading.Thread(target=demote, args=pair)
            for pair in ((member, other), (other, member))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        owners = [c for c in run(member, members.members) if c.role is OWNER]
        assert len(owners) == 1
        assert sorted(said) == ["Forbidden", "done"]
        if owners[0].person_id != member.person_id:
            run(other, members.change_role, member.person_id, OWNER, NOW)
            run(member, members.change_role, other.person_id, ADMIN, NOW)


def test_two_owners_who_leave_at_once_leave_one(member: Member) -> None:
    other = colleague(member, OWNER)
    barrier, said = threading.Barrier(2), []

    def leave(who: Member) -> None:
        barrier.wait()
        try:
            run(who, leaving.leave, None, NOW)
            said.append("left")
        except Refusal as refused:
            said.append(refused.code)

    threads = [threading.Thread(target=leave, args=(who,)) for who in (member, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["last_owner", "left"]


def test_the_envelopes_of_somebody_removed_go_to_whom_was_named(member: Member) -> None:
    sender, heir = colleague(member, SENDER), colleague(member, SENDER)
    envelope = ceremonies.sent(sender, NOW)

    with pytest.raises(Invalid) as refused:
        run(member, leaving.remove, sender.person_id, None, NOW)
    run(member, leaving.remove, sender.person_id, heir.person_id, NOW)

    assert list(refused.value.errors) == ["heir_id"]
    assert run(heir, reading.envelope, envelope.id).sender_id == heir.person_id
    (told,) = logged(member, "member.envelopes_transferred")
    assert told["old_id"] == str(sender.person_id)
    assert (told["new_id"], told["count"]) == (str(heir.person_id), 1)
    with heir.organization.transaction(SYSTEM) as tx:
        last = tx.audit.of(envelope.id)[-1]
    assert (last.type, last.data["person_id"]) == ("envelope.transferred", str(heir.person_id))
    assert {p.name: p.value for p in last.personal} == {"name": heir.name}
    with pytest.raises(NotFound):
        run(member, members.colleague, sender.person_id)


def test_nobody_inherits_who_could_not_send_or_belongs_elsewhere(
    member: Member, stranger: Member
) -> None:
    sender, viewer = colleague(member, SENDER), colleague(member, MemberRole.VIEWER)
    ceremonies.sent(sender, NOW)

    with pytest.raises(Invalid):
        run(member, leaving.remove, sender.person_id, viewer.person_id, NOW)
    with pytest.raises(Invalid):
        run(member, leaving.remove, sender.person_id, sender.person_id, NOW)
    with pytest.raises(NotFound):
        run(member, leaving.remove, sender.person_id, stranger.person_id, NOW)


def test_somebody_of_another_organization_is_nobody(member: Member, stranger: Member) -> None:
    for act in (
        lambda: run(member, members.colleague, stranger.person_id),
        lambda: run(member, members.change_role, stranger.person_id, SENDER, NOW),
        lambda: run(member, leaving.remove, stranger.person_id, member.person_id, NOW),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_sessions_of_somebody_removed_end(member: Member) -> None:
    sender = colleague(member, SENDER)
    installation = member.organization.installation
    token = sign_ins.begin(
        installation,
        signing_in.NewSession(
            sender.person_id, member.organization.id, signing_in.LIFETIME, "password"
        ),
    )

    run(sender, leaving.leave, None, NOW)

    assert signing_in.identify(installation, token, NOW) is None


def test_whoever_left_is_still_called_by_name_in_what_they_did(
    member: Member, stranger: Member
) -> None:
    sender = colleague(member, SENDER)

    run(sender, leaving.leave, None, NOW)

    assert run(member, reading.names, [sender.person_id]) == {sender.person_id: sender.name}
    assert run(stranger, reading.names, [sender.person_id]) == {}


def test_the_folders_of_somebody_removed_go_along(member: Member) -> None:
    sender = colleague(member, SENDER)
    folder_id = uuid4()
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into folders (organization_id, id, owner_id, name, visibility, created_at)"
            " values (%s, %s, %s, 'Leases', 'owner', %s)",
            *(tx.organization_id, folder_id, sender.person_id, NOW),
        )

    run(member, leaving.remove, sender.person_id, member.person_id, NOW)

    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select owner_id from folders where id = %s", folder_id)
    assert row["owner_id"] == member.person_id


def test_hundreds_of_envelopes_go_over_in_their_own_time(
    member: Member, services: dict[str, str]
) -> None:
    sender, first, second = (colleague(member, SENDER) for _ in range(3))
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute(
            "insert into envelopes (organization_id, id, sender_id, name, status, status_at,"
            " created_at, head_hash) select %s, gen_random_uuid(), %s, 'Lease', 'draft', %s, %s,"
            " '' from generate_series(1, 230)",
            (member.organization.id, sender.person_id, NOW, NOW),
        )

    run(member, leaving.remove, sender.person_id, first.person_id, NOW)
    at_once = run(member, members.owned, first.person_id)
    run(member, leaving.remove, first.person_id, second.person_id, NOW)
    for _ in range(2):
        run_job(
            ceremonies.lease_open(member, "hand_over_envelopes"), ownership_transfer.hand_over_rest
        )

    assert at_once == TRANSFERRED_AT_ONCE
    assert run(member, members.owned, second.person_id) == 230
    assert run(member, members.owned, sender.person_id) == 0
