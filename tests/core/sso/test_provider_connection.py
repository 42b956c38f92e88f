from dataclasses import replace

import pytest

from core.access import MemberRole
from core.refusals import Invalid
from core.sso import provider_connection
from core.sso.provider_connection import Connection, GroupRole

GOOD = Connection(
    issuer="https://login.example.com",
    client_id="client",
    default_role="viewer",
    groups_claim="groups",
    roles=(GroupRole("staff", "sender"), GroupRole("heads", "admin")),
)


def test_the_highest_role_that_a_group_gives_counts() -> None:
    assert provider_connection.role_for(GOOD, ["staff", "heads"]) is MemberRole.ADMIN
    assert provider_connection.role_for(GOOD, ["staff"]) is MemberRole.SENDER
    assert provider_connection.role_for(GOOD, ["others"]) is MemberRole.VIEWER


def test_who_left_a_group_loses_what_it_gave() -> None:
    assert provider_connection.role_after(GOOD, MemberRole.ADMIN, []) is MemberRole.VIEWER


def test_without_groups_a_role_stays_as_it_was_given() -> None:
    plain = replace(GOOD, roles=(), groups_claim="")

    assert provider_connection.role_after(plain, MemberRole.ADMIN, []) is MemberRole.ADMIN


def test_no_group_makes_or_unmakes_an_owner() -> None:
    assert provider_connection.role_after(GOOD, MemberRole.OWNER, ["staff"]) is MemberRole.OWNER
    with pytest.raises(Invalid, match="roles"):
        provider_connection.check(replace(GOOD, roles=(GroupRole("heads", "owner"),)))
    with pytest.raises(Invalid, match="default_role"):
        provider_connection.check(replace(GOOD, default_role="owner"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issuer": ""}, "issuer"),
        ({"client_id": "a\nb"}, "client_id"),
        ({"groups_claim": ""}, "groups_claim"),
        ({"roles": (GroupRole("", "sender"),)}, "roles"),
        ({"roles": (GroupRole("a", "sender"), GroupRole("a", "admin"))}, "roles"),
        ({"roles": tuple(GroupRole(str(n), "sender") for n in range(41))}, "roles"),
    ],
)
def test_a_wrong_entry_is_named(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        provider_connection.check(replace(GOOD, **changes))

    assert list(caught.value.errors) == [field]


def test_what_a_provider_says_is_read_as_it_is_meant() -> None:
    claims = {"sub": "s", "email": " a@example.com ", "email_verified": True, "groups": ["x", 7]}

    read = provider_connection.asserted(claims, "groups")

    assert (read.email, read.email_verified, read.groups) == ("a@example.com", True, ("x",))


@pytest.mark.parametrize("verified", ["true", 1, None, False])
def test_only_a_plain_yes_makes_an_address_verified(verified: object) -> None:
    claims = {"sub": "s", "email": "a@example.com", "email_verified": verified}

    assert not provider_connection.asserted(claims, "").email_verified


def test_an_address_and_its_proof_come_from_the_same_place() -> None:
    more = {"sub": "s", "email": "b@example.com", "email_verified": True, "groups": ["g"]}

    mixed = provider_connection.together({"sub": "s", "email": "a@example.com"}, more)
    all_of_it = provider_connection.together({"sub": "s", "email_verified": True}, {"email": "c"})

    assert mixed == {"sub": "s", "email": "a@example.com", "groups": ["g"]}
    assert all_of_it == {"sub": "s", "email": "c"}


def test_what_changed_is_told_in_words_and_never_holds_a_secret() -> None:
    (changed,) = provider_connection.changes(GOOD, replace(GOOD, roles=(GroupRole("x", "viewer"),)))

    assert changed.setting == "sso.roles"
    assert (changed.old, changed.new) == ("staff: sender, heads: admin", "x: viewer")


@pytest.mark.parametrize("email", ["a\0b@example.com", "a\ud800@example.com", "a" * 250 + "@b.co"])
def test_what_can_be_no_address_counts_as_none(email: str) -> None:
    claims = {"sub": "1", "email": email, "email_verified": True}

    assert provider_connection.asserted(claims, "").email == ""
