from dataclasses import replace
from time import perf_counter
from uuid import UUID, uuid4

import pytest

from actors.documents import forget_file
from core.access import MemberRole, Permission
from core.people.contact import Contact, Scope
from core.refusals import Forbidden, Invalid, NotFound
from tenants.member import Member
from tenants.use_cases.people import contact_imports, contacts, members, teams
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.people import colleague


def person(name: str, scope: Scope = Scope.OWN, team_id: UUID | None = None) -> Contact:
    email = f"{name.lower().replace(' ', '.')}@example.com"
    return Contact(uuid4(), name, email, "Company", scope, team_id)


def stored(member: Member) -> list[str]:
    """All there are, whoever may see them."""
    with member.organization.transaction() as tx:
        return [row["name"] for row in tx.all("select name from contacts order by name")]


def names(member: Member, **asked: str) -> list[str]:
    return [c.name for c in contacts.listed(member, **asked).contacts]


def team_of(member: Member, *people: Member) -> UUID:
    team_id = uuid4()
    with member.organization.transaction() as tx:
        tx.run("insert into teams values (%s, %s, %s)", tx.organization_id, team_id, "Team")
        for one in people:
            values = (tx.organization_id, team_id, one.person_id)
            tx.run("insert into team_members values (%s, %s, %s)", *values)
    return team_id


def test_each_sees_their_own_those_of_their_teams_and_those_of_all(member: Member) -> None:
    inside, outside = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.SENDER)
    team_id = team_of(member, member, inside)
    contacts.add(member, person("Own One"))
    contacts.add(member, person("Team One", Scope.TEAM, team_id))
    contacts.add(member, person("All One", Scope.ORGANIZATION))

    assert names(member) == ["All One", "Own One", "Team One"]
    assert names(inside) == ["All One", "Team One"]
    assert names(outside) == ["All One"]
    assert names(member, scope="team") == ["Team One"]
    assert [o.name for o in contacts.offered(outside, "one")] == ["All One"]
    with pytest.raises(Invalid) as refused:
        contacts.add(outside, person("Team Two", Scope.TEAM, team_id))
    assert set(refused.value.errors) == {"scope"}


def test_somebody_is_found_by_name_last_name_and_address_without_accents(member: Member) -> None:
    contacts.add(member, Contact(uuid4(), "Zoë Ångström", "office@example.com"))

    for typed in ("zoe", "ANGS", "office@ex", "ångström z"):
        assert [o.email for o in contacts.offered(member, typed)] == ["office@example.com"], typed
    assert contacts.offered(member, "ffice") == []
    assert contacts.offered(member, "  ") == []


def test_people_one_has_sent_to_are_offered_after_contacts_and_once(member: Member) -> None:
    ceremonies.sent(member, NOW)
    contacts.add(member, Contact(uuid4(), "Signer One", "ONE@example.com", "Company"))

    found = contacts.offered(member, "sig")

    assert [(o.name, o.email) for o in found] == [
        ("Signer One", "ONE@example.com"),
        ("Signer Two", "two@example.com"),
    ]
    assert contacts.offered(colleague(member, MemberRole.SENDER), "sig") == []


def test_the_same_address_is_brought_up_to_date(member: Member) -> None:
    contacts.add(member, Contact(uuid4(), "Old Name", "one@example.com", "Company"))
    contacts.add(member, Contact(uuid4(), "New Name", "One@Example.com"))

    (found,) = contacts.listed(member).contacts
    assert (found.name, found.company) == ("New Name", "Company")


def test_a_deleted_contact_comes_back(member: Member, stranger: Member) -> None:
    contacts.add(member, person("Own One"))
    (found,) = contacts.listed(member).contacts

    contacts.delete(member, found.id)
    gone = names(member)
    contacts.restore(member, found.id)

    assert gone == []
    assert names(member) == ["Own One"]
    for change in (contacts.delete, contacts.restore, contacts.get):
        with pytest.raises(NotFound):
            change(stranger, found.id)


def test_what_is_for_all_is_changed_by_who_added_it_and_by_admins(member: Member) -> None:
    adder, other = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.SENDER)
    contacts.add(adder, person("All One", Scope.ORGANIZATION))
    contacts.add(adder, person("Own One"))
    found, own = contacts.listed(adder).contacts

    with pytest.raises(Forbidden):
        contacts.change(other, found)
    with pytest.raises(NotFound):
        contacts.change(member, own)
    contacts.change(member, Contact(found.id, "All Two", found.email, "", Scope.ORGANIZATION))
    assert names(other) == ["All Two"]


def test_a_role_taken_away_meanwhile_changes_nothing_of_others(member: Member) -> None:
    adder, admin = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.ADMIN)
    contacts.add(adder, person("All One", Scope.ORGANIZATION))
    (found,) = contacts.listed(adder).contacts

    members.change_role(member, admin.person_id, MemberRole.SENDER, NOW)

    assert admin.may(Permission.MANAGE_ALL_ENVELOPES), "as they signed in"
    for change in (contacts.get, contacts.delete):
        with pytest.raises(Forbidden):
            change(admin, found.id)
    with pytest.raises(Forbidden):
        contacts.change(admin, found)
    assert names(adder) == ["All One"]


def test_a_contact_that_leaves_a_team_is_seen_by_the_team_no_longer(member: Member) -> None:
    inside = colleague(member, MemberRole.ADMIN)
    team_id = team_of(member, member, inside)
    contacts.add(member, person("Team One", Scope.TEAM, team_id))
    (found,) = contacts.listed(member).contacts

    contacts.change(member, replace(found, scope=Scope.OWN))

    (own,) = contacts.listed(member).contacts
    assert (own.scope, own.team_id) == (Scope.OWN, None)
    assert names(inside) == []
    with pytest.raises(NotFound):
        contacts.get(inside, found.id)


def test_a_team_of_nobody_here_is_neither_noticed_nor_taken(
    member: Member, stranger: Member
) -> None:
    theirs = team_of(stranger, stranger)

    contacts.add(member, person("All One", Scope.ORGANIZATION, theirs))
    with pytest.raises(Invalid) as refused:
        contacts.add(member, person("Team One", Scope.TEAM, theirs))

    assert set(refused.value.errors) == {"scope"}
    assert [c.team_id for c in contacts.listed(member).contacts] == [None]


def test_whoever_makes_a_contact_theirs_alone_has_it(member: Member) -> None:
    adder = colleague(member, MemberRole.SENDER)
    contacts.add(adder, person("All One", Scope.ORGANIZATION))
    (found,) = contacts.listed(adder).contacts

    contacts.change(member, replace(found, scope=Scope.OWN))

    assert (names(member), names(adder)) == (["All One"], [])


def test_what_somebody_kept_for_themselves_goes_with_them(member: Member) -> None:
    leaving = colleague(member, MemberRole.SENDER)
    team_id = team_of(member, member, leaving)
    contacts.add(leaving, person("Own One"))
    contacts.add(leaving, person("Team One", Scope.TEAM, team_id))
    contacts.add(leaving, person("All One", Scope.ORGANIZATION))
    contacts.add(leaving, person("Gone One", Scope.ORGANIZATION))
    gone = next(c for c in contacts.listed(leaving).contacts if c.name == "Gone One")
    contacts.delete(leaving, gone.id)

    members.leave(leaving, None, NOW)

    assert stored(member) == ["All One", "Team One"]
    teams.delete(member, team_id, NOW)
    assert stored(member) == names(member) == ["All One", "Team One"]


def test_without_its_team_a_contact_is_for_whoever_added_it(member: Member) -> None:
    adder = colleague(member, MemberRole.SENDER)
    team_id = team_of(member, member, adder)
    contacts.add(adder, person("Team One", Scope.TEAM, team_id))

    teams.delete(member, team_id, NOW)

    assert (names(member), names(adder, scope="own")) == ([], ["Team One"])


def test_pages_follow_each_other_without_a_gap(member: Member) -> None:
    for number in range(60):
        contacts.add(member, person(f"Person {number:02}"))

    first = contacts.listed(member)
    second = contacts.listed(member, after=first.next)

    assert len(first.contacts) == contacts.PAGE
    assert second.next == ""
    assert [c.name for c in (*first.contacts, *second.contacts)] == [
        f"Person {n:02}" for n in range(60)
    ]
    assert len(list(contacts.all_of(member))) == 60


def test_a_short_list_is_taken_over_at_once(member: Member) -> None:
    contacts.add(member, Contact(uuid4(), "Old", "one@example.com"))
    data = b"name;email\nOne;one@example.com\nTwo;two@example.com\nx;y\nTwo;TWO@example.com\n"
    id = uuid4()
    contact_imports.upload(member, id, "list.csv", data, NOW)

    contact_imports.begin(member, id)

    found = contact_imports.get(member, id)
    assert (found.state, found.added, found.merged, found.faulty) == ("done", 1, 2, 1)
    assert names(member) == ["One", "Two"]


def test_a_long_list_is_a_job_that_goes_on_where_it_stopped(member: Member) -> None:
    rows = "".join(f"Person {n},p{n}@example.com\n" for n in range(1200))
    id = uuid4()
    contact_imports.upload(member, id, "list.csv", rows.encode(), NOW)
    contact_imports.choose(member, id, False, (0, -1, 1, -1), Scope.ORGANIZATION, None)
    contact_imports.begin(member, id)
    contact_imports.begin(member, id)
    running = contact_imports.get(member, id)

    contact_imports.run(ceremonies.lease_open(member, "import_contacts"))

    found = contact_imports.get(member, id)
    assert (running.state, running.total) == ("running", 1200)
    assert (found.state, found.done, found.added) == ("done", 1200, 1200)
    assert len(contacts.offered(member, "person 11")) == contacts.OFFERED
    with member.organization.transaction() as tx:
        tx.run("update outbox set due_at = now() where kind = 'forget_file'")
    forget_file.forget_file(ceremonies.lease_open(member, "forget_file"))
    with pytest.raises(NotFound):
        contact_imports.table(member, found)


def test_a_list_of_somebody_else_is_not_there(member: Member) -> None:
    id = uuid4()
    contact_imports.upload(member, id, "list.csv", b"One,one@example.com\n", NOW)

    with pytest.raises(NotFound):
        contact_imports.get(colleague(member, MemberRole.SENDER), id)
    with pytest.raises(Invalid):
        contact_imports.choose(member, id, False, (0, -1, -1, -1), Scope.OWN, None)


def test_among_100_000_contacts_a_beginning_is_found_quickly(member: Member) -> None:
    fill = (
        "insert into contacts (organization_id, id, person_id, scope, name, email, email_key,"
        " name_key, last_key) select %s, uuidv7(), %s, %s, 'Person ' || n, n || '@example.com',"
        " n || '@example.com', 'person ' || n, n || ' person' from generate_series(1, 50000) n"
    )
    with member.organization.transaction() as tx:
        for scope in ("own", "organization"):
            tx.run(fill, tx.organization_id, member.person_id, scope)
    for typed in ("p", "person 4", "49", "123@", "nobody", "4999"):
        assert min(_seconds(member, typed) for _ in range(5)) < 0.02, typed


def _seconds(member: Member, typed: str) -> float:
    began = perf_counter()
    contacts.offered(member, typed)
    return perf_counter() - began
