import pytest

from core.access import MemberRole
from core.people import membership
from core.people.refusals import LastOwner
from core.refusals import Forbidden, Invalid

OWNER, ADMIN, SENDER = MemberRole.OWNER, MemberRole.ADMIN, MemberRole.SENDER


@pytest.mark.parametrize("new", [None, ADMIN, SENDER])
def test_the_last_owner_is_neither_removed_nor_demoted(new: MemberRole | None) -> None:
    with pytest.raises(LastOwner):
        membership.change_role(OWNER, OWNER, new, owners=1)

    membership.change_role(OWNER, OWNER, new, owners=2)
    membership.change_role(OWNER, OWNER, OWNER, owners=1)


def test_an_admin_neither_makes_nor_unmakes_an_owner() -> None:
    for old, new in ((SENDER, OWNER), (OWNER, SENDER), (OWNER, None), (None, OWNER)):
        with pytest.raises(Forbidden):
            membership.change_role(ADMIN, old, new, owners=5)

    membership.change_role(ADMIN, SENDER, ADMIN, owners=1)


def test_everybody_leaves_but_the_last_owner() -> None:
    membership.keep_an_owner(SENDER, None, owners=1)
    membership.keep_an_owner(OWNER, None, owners=2)

    with pytest.raises(LastOwner):
        membership.keep_an_owner(OWNER, None, owners=1)


@pytest.mark.parametrize("typed", ["", "  ", "x" * 121, "two\nlines", "\u200b", "a\x00b"])
def test_a_name_is_one_line_that_can_be_seen(typed: str) -> None:
    with pytest.raises(Invalid):
        membership.name(typed)


def test_a_name_loses_what_surrounds_it() -> None:
    assert membership.name("  Signer One ") == "Signer One"
