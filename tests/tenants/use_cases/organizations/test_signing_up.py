from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from core.access import MemberRole
from core.organizations.refusals import SignUpClosed, SignUpOver
from core.organizations.sign_up import Foundation, SignUp
from core.people.refusals import AnotherAddress, ForeignSignIn
from core.refusals import Invalid, TooManyMails
from core.signing import link
from core.signing.origin import Origin
from deploy.commands import founding
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.organizations import organization_profile, signing_up
from tenants.use_cases.people import inviting
from tenants.use_cases.sign_in import signing_in
from tests.tenants import journeys, operators, sign_ins
from tests.tenants.account_letters import letters_to
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run

ORIGIN = Origin("192.0.2.1", "Browser")
LOCALES = ("en",)
OWN_PASSWORD = "meadow lantern river cobalt"


@pytest.fixture(autouse=True)
def open_to_all(installation: Installation) -> Iterator[None]:
    operators.set_sign_up(installation, SignUp.OPEN)
    yield
    operators.set_sign_up(installation, SignUp.OPEN)


def address() -> str:
    return f"founder-{uuid4().hex[:12]}@example.com"


def foundation() -> Foundation:
    return Foundation("Our Office", f"office-{uuid4().hex[:12]}", "Europe/Paris", "en", "Founder")


def asked(installation: Installation, wanted: Foundation, email: str) -> str:
    journeys.ask_sign_up(installation, wanted, email, uuid4().hex, LOCALES)
    return mailed(installation, email)


def mailed(installation: Installation, email: str) -> str:
    (letter,) = letters_to(installation.platform, email)
    return letter.words.link.removeprefix("/sign-ups/")


def finished(
    installation: Installation, token: str, wanted: Foundation, password: str = OWN_PASSWORD
) -> Member | None:
    session = journeys.finish_sign_up_anew(
        installation, token, wanted, password, ORIGIN, LOCALES, NOW
    )
    return signing_in.identify(installation, session, NOW) if session else None


def test_an_organization_is_opened_by_the_link_and_its_owner_signed_in(
    installation: Installation,
) -> None:
    email, wanted = address(), foundation()
    token = asked(installation, wanted, email)
    before = installation.directory.organization_by_slug(wanted.slug)

    owner = finished(installation, token, wanted)

    assert before is None
    assert owner is not None
    assert (owner.email, owner.name, owner.role) == (email, "Founder", MemberRole.OWNER)
    profile = run(owner, organization_profile.profile)
    assert (profile.name, profile.time_zone) == ("Our Office", "Europe/Paris")
    assert owner.slug == wanted.slug


def test_a_link_opens_one_organization_only(installation: Installation) -> None:
    wanted = foundation()
    token = asked(installation, wanted, address())
    finished(installation, token, wanted)

    with pytest.raises(SignUpOver):
        finished(installation, token, foundation())
    with pytest.raises(SignUpOver):
        signing_up.find(installation, "not a secret of ours")


def test_a_link_whose_short_name_is_gone_meanwhile_can_be_used_with_another(
    installation: Installation,
) -> None:
    wanted = foundation()
    first = asked(installation, wanted, address())
    second = asked(installation, wanted, address())
    finished(installation, first, wanted)

    with pytest.raises(Invalid) as refused:
        finished(installation, second, wanted)
    other = finished(installation, second, replace(wanted, slug=foundation().slug))

    assert list(refused.value.errors) == ["slug"]
    assert other is not None


def test_a_short_name_that_follows_the_name_finds_a_free_one(installation: Installation) -> None:
    wanted = replace(foundation(), name=f"Office {uuid4().hex[:12]}", slug="")
    tokens = [asked(installation, wanted, address()) for _ in range(2)]

    first, second = (finished(installation, token, wanted) for token in tokens)

    assert first is not None and second is not None
    assert first.slug == wanted.name.lower().replace(" ", "-")
    assert second.slug.startswith(f"{first.slug}-")


def test_two_who_take_one_short_name_at_the_same_instant_do_not_both_get_it(
    installation: Installation, member: Member
) -> None:
    with pytest.raises(Invalid) as refused:
        founding.open_organization(
            installation, replace(foundation(), slug=member.slug), member.person_id, NOW
        )

    assert list(refused.value.errors) == ["slug"]


def test_an_address_with_an_account_is_answered_like_any_other(
    installation: Installation, member: Member
) -> None:
    asked(installation, foundation(), address())
    token = asked(installation, foundation(), member.email)

    assert signing_up.find(installation, token).signs_in
    assert finished(installation, token, foundation()) is None


def test_somebody_with_an_account_opens_another_organization(
    installation: Installation, member: Member
) -> None:
    wanted = foundation()
    token = asked(installation, wanted, member.email)
    session = sign_ins.sign_in(installation, member.email, PASSWORD, uuid4().hex, NOW)

    new = journeys.finish_sign_up(member, session, token, wanted, LOCALES, NOW)

    owner = signing_in.identify(installation, new, NOW)
    assert owner is not None
    assert (owner.person_id, owner.slug) == (member.person_id, wanted.slug)
    assert signing_in.identify(installation, session, NOW) is None


def test_the_link_of_somebody_else_opens_nothing(
    installation: Installation, member: Member, stranger: Member
) -> None:
    wanted = foundation()
    token = asked(installation, wanted, member.email)

    with pytest.raises(AnotherAddress):
        journeys.finish_sign_up(stranger, "", token, wanted, LOCALES, NOW)
    with pytest.raises(ForeignSignIn):
        through_sso = replace(member, method="sso")
        journeys.finish_sign_up(through_sso, "", token, wanted, LOCALES, NOW)


def test_a_weak_password_opens_nothing(installation: Installation) -> None:
    wanted = foundation()
    token = asked(installation, wanted, address())

    with pytest.raises(Invalid) as refused:
        finished(installation, token, wanted, "short")

    assert list(refused.value.errors) == ["password"]
    assert installation.directory.organization_by_slug(wanted.slug) is None


def test_what_was_written_is_kept_sealed(installation: Installation) -> None:
    email = address()
    token = asked(installation, foundation(), email)
    kept = installation.directory.sign_up(link.digest(token))

    assert kept is not None
    assert email.encode() not in kept.sealed


def test_by_invitation_only_what_an_operator_mailed_opens_an_organization(
    installation: Installation,
) -> None:
    open_link, email, wanted = asked(installation, foundation(), address()), address(), foundation()
    operators.set_sign_up(installation, SignUp.INVITATION)
    operators.invite_founder(installation, email, NOW)
    token = mailed(installation, email)

    with pytest.raises(SignUpClosed):
        signing_up.find(installation, open_link)
    with pytest.raises(SignUpClosed):
        journeys.ask_sign_up(installation, foundation(), address(), "network", LOCALES)
    owner = finished(installation, token, wanted)

    assert owner is not None
    assert owner.email == email


def test_closed_means_that_no_link_opens_anything(installation: Installation) -> None:
    email = address()
    operators.invite_founder(installation, email, NOW)
    token = mailed(installation, email)
    operators.set_sign_up(installation, SignUp.CLOSED)

    with pytest.raises(SignUpClosed):
        finished(installation, token, foundation())


def test_nobody_is_flooded_with_links(installation: Installation) -> None:
    email = address()
    for _ in range(10):
        journeys.ask_sign_up(installation, foundation(), email, uuid4().hex, LOCALES)

    with pytest.raises(TooManyMails):
        journeys.ask_sign_up(installation, foundation(), email.upper(), uuid4().hex, LOCALES)


def test_one_network_has_fewer_links_mailed_to_an_address(installation: Installation) -> None:
    email, network = address(), uuid4().hex
    for _ in range(5):
        journeys.ask_sign_up(installation, foundation(), email, network, LOCALES)

    with pytest.raises(TooManyMails):
        journeys.ask_sign_up(installation, foundation(), email.upper(), network, LOCALES)


def test_sign_ups_of_strangers_stop_no_invitation(
    installation: Installation, member: Member
) -> None:
    email = address()
    for _ in range(10):
        journeys.ask_sign_up(installation, foundation(), email, uuid4().hex, LOCALES)

    run(member, inviting.invite, email, MemberRole.SENDER, NOW)
    operators.invite_founder(installation, email, NOW)

    assert [letter.words.kind for letter in letters_to(member.organization, email)] == [
        "membership"
    ]
