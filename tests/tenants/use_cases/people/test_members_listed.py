"""The list of members, page by page and searched."""

from itertools import product
from uuid import uuid4

from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.people import inviting, members
from tests.tenants.conftest import NOW
from tests.tenants.many_members import colleagues
from tests.tenants.opening import run

HOSTILE = ["\0", "x" * 36, f"{uuid4()}\0", f"{uuid4()}\U0010ffff" * 50, "'; --", "é" * 36]


def crowd(member: Member, many: int) -> list[str]:
    """Several have the same name; some begin with an accent or a small letter."""
    unique = uuid4().hex[:12]
    names = [("Signer {}", "Zoë {}", "élan {}", "Signer")[n % 4].format(n) for n in range(many)]
    emails = [f"p{n}.{unique}@example.com" for n in range(many)]
    colleagues(member, list(zip(names, emails, strict=True)))
    return emails


def pages(member: Member, search: str = "") -> list[members.ListedMembers]:
    found = [run(member, members.listed, search)]
    while found[-1].next:
        found.append(run(member, members.listed, search, found[-1].next))
    return found


def test_three_pages_show_each_member_once_in_the_order_of_all(member: Member) -> None:
    crowd(member, 120)

    found = pages(member)

    assert [len(page.people) for page in found] == [50, 50, 21]
    assert tuple(p for page in found for p in page.people) == run(member, members.members)
    assert {page.total for page in found} == {121}


def test_what_is_searched_has_pages_too(member: Member) -> None:
    crowd(member, 120)

    found = pages(member, "SIGNER example")

    assert [len(page.people) for page in found] == [50, 10]
    names = {p.person_id: p.name for page in found for p in page.people}
    assert len(names) == 60
    assert all(name.startswith("Signer") for name in names.values())


def test_a_part_of_the_name_or_the_address_is_enough(member: Member) -> None:
    colleagues(member, [("Zoë Signér", f"{uuid4().hex[:12]}.rights@example.com")])

    for typed in ("ZOË sig", "zoe", "SIGNER", "rights@ex", "zoe rights", "gner"):
        assert [p.name for p in run(member, members.listed, typed).people] == ["Zoë Signér"]
    for typed in ("zoe nobody", "%", "_", "\\", "'", "\U0010ffff"):
        assert run(member, members.listed, typed).people == ()


def test_a_place_nobody_wrote_shows_members_or_none(member: Member) -> None:
    for after, search in product(HOSTILE, ("", "owner", "\0")):
        found = run(member, members.listed, search, after)

        assert {p.person_id for p in found.people} <= {member.person_id}
        assert found.next == ""


def test_members_of_another_organization_are_nowhere(member: Member, stranger: Member) -> None:
    (email,) = crowd(stranger, 1)
    theirs = run(stranger, members.listed, email)

    assert [p.email for p in theirs.people] == [email]
    assert run(member, members.listed, email).people == ()
    assert run(member, members.listed, "", f"{theirs.people[0].person_id}").total <= 1
    assert [p.person_id for p in run(member, members.listed).people] == [member.person_id]


def test_invitations_are_the_latest_and_found_by_their_address(member: Member) -> None:
    unique = uuid4().hex[:12]
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into invitations (organization_id, id, email, email_hash, role, invited_by,"
            " invited_at, expires_at, token_hash) select %s, gen_random_uuid(),"
            " 'asked-' || n || %s, sha256((n || %s)::bytea), 'sender', %s,"
            " %s + n * interval '1 minute', %s, sha256((n || %s)::bytea)"
            " from generate_series(1, 60) n",
            *(tx.organization_id, f".{unique}@example.com", unique, member.person_id),
            *(NOW, NOW, unique),
        )

    latest = run(member, inviting.invitations)
    (first,) = run(member, inviting.invitations, f"ASKED-1.{unique}")

    assert len(latest) == inviting.SHOWN + 1
    assert latest[0].email.startswith("asked-60.")
    assert first.email.startswith("asked-1.")
    assert first not in latest
