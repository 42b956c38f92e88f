from dataclasses import replace
from time import perf_counter
from uuid import UUID, uuid4

import pytest

from actors.documents import delete_file
from actors.people import import_contacts
from core.access import MemberRole, Permission
from core.people.contact import Contact, ContactScope
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from tenants.member import Member
from tenants.use_cases.people import (
    contact_imports,
    contact_suggestions,
    contacts,
    leaving,
    members,
    teams,
)
from tests.tenants import ceremonies, journeys
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague


def person(
    name: str, scope: ContactScope = ContactScope.OWN, team_id: UUID | None = None
) -> Contact:
    email = f"{name.lower().replace(' ', '.')}@example.com"
    return Contact(uuid4(), name, email, "Company", scope, team_id)


def stored(member: Member) -> list[str]:
    """All there are, whoever may see them."""
    with member.organization.transaction(SYSTEM) as tx:
        return [row["name"] for row in tx.rows.all("select name from contacts order by name")]


def names(member: Member, **asked: str) -> list[str]:
    return [c.name for c in run(member, contacts.listed, **asked).contacts]


def team_of(member: Member, *people: Member) -> UUID:
    team_id = uuid4()
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("insert into teams values (%s, %s, %s)", tx.organization_id, team_id, "Team")
        for one in people:
            values = (tx.organization_id, team_id, one.person_id)
            tx.rows.run("insert into team_members values (%s, %s, %s)", *values)
    return team_id


def test_each_sees_their_own_those_of_their_teams_and_those_of_all(member: Member) -> None:
    inside, outside = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.SENDER)
    team_id = team_of(member, member, inside)
    run(member, contacts.add, person("Own One"))
    run(member, contacts.add, person("Team One", ContactScope.TEAM, team_id))
    run(member, contacts.add, person("All One", ContactScope.ORGANIZATION))

    assert names(member) == ["All One", "Own One", "Team One"]
    assert names(inside) == ["All One", "Team One"]
    assert names(outside) == ["All One"]
    assert names(member, scope="team") == ["Team One"]
    assert [o.name for o in run(outside, contact_suggestions.offered, "one")] == ["All One"]
    with pytest.raises(Invalid) as refused:
        run(outside, contacts.add, person("Team Two", ContactScope.TEAM, team_id))
    assert set(refused.value.errors) == {"scope"}


def test_somebody_is_found_by_name_last_name_and_address_without_accents(member: Member) -> None:
    run(member, contacts.add, Contact(uuid4(), "Zoë Ångström", "office@example.com"))

    for typed in ("zoe", "ANGS", "office@ex", "ångström z"):
        assert [o.email for o in run(member, contact_suggestions.offered, typed)] == [
            "office@example.com"
        ], typed
    assert run(member, contact_suggestions.offered, "ffice") == []
    assert run(member, contact_suggestions.offered, "  ") == []


def test_people_one_has_sent_to_are_offered_after_contacts_and_once(member: Member) -> None:
    ceremonies.sent(member, NOW)
    run(member, contacts.add, Contact(uuid4(), "Signer One", "ONE@example.com", "Company"))

    found = run(member, contact_suggestions.offered, "sig")

    assert [(o.name, o.email) for o in found] == [
        ("Signer One", "ONE@example.com"),
        ("Signer Two", "two@example.com"),
    ]
    assert run(colleague(member, MemberRole.SENDER), contact_suggestions.offered, "sig") == []


def test_the_same_address_is_brought_up_to_date(member: Member) -> None:
    run(member, contacts.add, Contact(uuid4(), "Old Name", "one@example.com", "Company"))
    run(member, contacts.add, Contact(uuid4(), "New Name", "One@Example.com"))

    (found,) = run(member, contacts.listed).contacts
    assert (found.name, found.company) == ("New Name", "Company")


def test_a_deleted_contact_comes_back(member: Member, stranger: Member) -> None:
    run(member, contacts.add, person("Own One"))
    (found,) = run(member, contacts.listed).contacts

    run(member, contacts.delete, found.id)
    gone = names(member)
    run(member, contacts.restore, found.id)

    assert gone == []
    assert names(member) == ["Own One"]
    for change in (contacts.delete, contacts.restore, contacts.get):
        with pytest.raises(NotFound):
            run(stranger, change, found.id)


def test_what_is_for_all_is_changed_by_who_added_it_and_by_admins(member: Member) -> None:
    adder, other = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.SENDER)
    run(adder, contacts.add, person("All One", ContactScope.ORGANIZATION))
    run(adder, contacts.add, person("Own One"))
    found, own = run(adder, contacts.listed).contacts

    with pytest.raises(Forbidden):
        run(other, contacts.change, found)
    with pytest.raises(NotFound):
        run(member, contacts.change, own)
    run(
        member,
        contacts.change,
        Contact(found.id, "All Two", found.email, "", ContactScope.ORGANIZATION),
    )
    assert names(other) == ["All Two"]


def test_a_role_taken_away_meanwhile_changes_nothing_of_others(member: Member) -> None:
    adder, admin = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.ADMIN)
    run(adder, contacts.add, person("All One", ContactScope.ORGANIZATION))
    (found,) = run(adder, contacts.listed).contacts

    run(member, members.change_role, admin.person_id, MemberRole.SENDER, NOW)

    assert admin.may(Permission.MANAGE_ALL_ENVELOPES), "as they signed in"
    for change in (contacts.get, contacts.delete):
        with pytest.raises(Forbidden):
            run(admin, change, found.id)
    with pytest.raises(Forbidden):
        run(admin, contacts.change, found)
    assert names(adder) == ["All One"]


def test_a_contact_that_leaves_a_team_is_seen_by_the_team_no_longer(member: Member) -> None:
    inside = colleague(member, MemberRole.ADMIN)
    team_id = team_of(member, member, inside)
    run(member, contacts.add, person("Team One", ContactScope.TEAM, team_id))
    (found,) = run(member, contacts.listed).contacts

    run(member, contacts.change, replace(found, scope=ContactScope.OWN))

    (own,) = run(member, contacts.listed).contacts
    assert (own.scope, own.team_id) == (ContactScope.OWN, None)
    assert names(inside) == []
    with pytest.raises(NotFound):
        run(inside, contacts.get, found.id)


def test_a_team_of_nobody_here_is_neither_noticed_nor_taken(
    member: Member, stranger: Member
) -> None:
    theirs = team_of(stranger, stranger)

    run(member, contacts.add, person("All One", ContactScope.ORGANIZATION, theirs))
    with pytest.raises(Invalid) as refused:
        run(member, contacts.add, person("Team One", ContactScope.TEAM, theirs))

    assert set(refused.value.errors) == {"scope"}
    assert [c.team_id for c in run(member, contacts.listed).contacts] == [None]


def test_whoever_makes_a_contact_theirs_alone_has_it(member: Member) -> None:
    adder = colleague(member, MemberRole.SENDER)
    run(adder, contacts.add, person("All One", ContactScope.ORGANIZATION))
    (found,) = run(adder, contacts.listed).contacts

    run(member, contacts.change, replace(found, scope=ContactScope.OWN))

    assert (names(member), names(adder)) == (["All One"], [])


def test_what_somebody_kept_for_themselves_goes_with_them(member: Member) -> None:
    leaver = colleague(member, MemberRole.SENDER)
    team_id = team_of(member, member, leaver)
    run(leaver, contacts.add, person("Own One"))
    run(leaver, contacts.add, person("Team One", ContactScope.TEAM, team_id))
    run(leaver, contacts.add, person("All One", ContactScope.ORGANIZATION))
    run(leaver, contacts.add, person("Gone One", ContactScope.ORGANIZATION))
    gone = next(c for c in run(leaver, contacts.listed).contacts if c.name == "Gone One")
    run(leaver, contacts.delete, gone.id)

    run(leaver, leaving.leave, None, NOW)

    assert stored(member) == ["All One", "Team One"]
    run(member, teams.delete, team_id, NOW)
    assert stored(member) == names(member) == ["All One", "Team One"]


def test_without_its_team_a_contact_is_for_whoever_added_it(member: Member) -> None:
    adder = colleague(member, MemberRole.SENDER)
    team_id = team_of(member, member, adder)
    run(adder, contacts.add, person("Team One", ContactScope.TEAM, team_id))

    run(member, teams.delete, team_id, NOW)

    assert (names(member), names(adder, scope="own")) == ([], ["Team One"])


def test_pages_follow_each_other_without_a_gap(member: Member) -> None:
    for number in range(60):
        run(member, contacts.add, person(f"Person {number:02}"))

    first = run(member, contacts.listed)
    second = run(member, contacts.listed, after=first.next)

    assert len(first.contacts) == contacts.PAGE
    assert second.next == ""
    assert [c.name for c in (*first.contacts, *second.contacts)] == [
        f"Person {n:02}" for n in range(60)
    ]
    assert len(journeys.all_contacts(member)) == 60


def test_a_short_list_is_taken_over_at_once(member: Member) -> None:
    run(member, contacts.add, Contact(uuid4(), "Old", "one@example.com"))
    data = b"name;email\nOne;one@example.com\nTwo;two@example.com\nx;y\nTwo;TWO@example.com\n"
    id = uuid4()
    journeys.upload_contacts(member, id, "list.csv", data)

    journeys.begin_import(member, id)

    found = run(member, contact_imports.get, id)
    assert (found.state, found.added, found.merged, found.faulty) == ("done", 1, 2, 1)
    assert names(member) == ["One", "Two"]


def test_a_long_list_is_a_job_that_goes_on_where_it_stopped(member: Member) -> None:
    rows = "".join(f"Person {n},p{n}@example.com\n" for n in range(1200))
    id = uuid4()
    journeys.upload_contacts(member, id, "list.csv", rows.encode())
    run(member, contact_imports.choose, id, False, (0, -1, 1, -1), ContactScope.ORGANIZATION, None)
    journeys.begin_import(member, id)
    journeys.begin_import(member, id)
    running = run(member, contact_imports.get, id)

    import_contacts.import_contacts(ceremonies.lease_open(member, "import_contacts"))

    found = run(member, contact_imports.get, id)
    assert (running.state, running.total) == ("running", 1200)
    assert (found.state, found.done, found.added) == ("done", 1200, 1200)
    assert len(run(member, contact_suggestions.offered, "person 11")) == contact_suggestions.OFFERED
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = 'delete_file'")
    delete_file.delete_file(ceremonies.lease_open(member, "delete_file"))
    with pytest.raises(NotFound):
        contact_imports.table(member.organization, found)


def test_a_list_of_somebody_else_is_not_there(member: Member) -> None:
    id = uuid4()
    journeys.upload_contacts(member, id, "list.csv", b"One,one@example.com\n")

    with pytest.raises(NotFound):
        run(colleague(member, MemberRole.SENDER), contact_imports.get, id)
    with pytest.raises(Invalid):
        run(member, contact_imports.choose, id, False, (0, -1, -1, -1), ContactScope.OWN, None)


def test_among_100_000_contacts_a_beginning_is_found_quickly(member: Member) -> None:
    fill = (
        "insert into contacts (organization_id, id, person_id, scope, name, email, email_key,"
        " name_key, last_key) select %s, uuidv7(), %s, %s, 'Person ' || n, n || '@example.com',"
        " n || '@example.com', 'person ' || n, n || ' person' from generate_series(1, 50000) n"
    )
    with member.organization.transaction(SYSTEM) as tx:
        for scope in ("own", "organization"):
            tx.rows.run(fill, tx.organization_id, member.person_id, scope)
    for typed in ("p", "person 4", "49", "123@", "nobody", "4999"):
        # Among many tries one at which the machine did nothing else.
        assert any(_seconds(member, typed) < 0.02 for _ in range(50)), typed


def _seconds(member: Member, typed: str) -> float:
    began = perf_counter()
    run(member, contact_suggestions.offered, typed)
    return perf_counter() - began
