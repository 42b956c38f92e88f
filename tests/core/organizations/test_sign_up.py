from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.organizations import sign_up
from core.organizations.sign_up import Foundation, SignUp
from core.refusals import Invalid
from core.settings.settings import Mode


@pytest.mark.parametrize(
    ("setting", "installation", "mode"),
    [
        (None, Mode.EMBEDDED, SignUp.OPEN),
        (None, Mode.PRODUCTION, SignUp.CLOSED),
        ("invitation", Mode.EMBEDDED, SignUp.INVITATION),
        ("open", Mode.PRODUCTION, SignUp.OPEN),
    ],
)
def test_sign_up_is_what_it_is_set_to_and_closed_in_production_before_that(
    setting: str | None, installation: Mode, mode: SignUp
) -> None:
    assert sign_up.mode(setting, installation) is mode


def complete(**changed: str) -> Foundation:
    typed = replace(Foundation("Our Office", "", "UTC", "en", "Owner One"), **changed)
    return sign_up.complete(typed, {"UTC", "Europe/Paris"}, {"en"})


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Our Office", "our-office"),
        ("  Société Générale & Cie. ", "societe-generale-cie"),
        ("ACME_2000!", "acme-2000"),
        ("x" * 60, "x" * 40),
        ("x" * 39 + " y", "x" * 39),
        ("事務所", ""),
    ],
)
def test_a_short_name_is_suggested_from_the_name(name: str, slug: str) -> None:
    assert sign_up.suggest(name) == slug


def test_an_empty_short_name_follows_the_name() -> None:
    assert complete().slug == "our-office"
    assert complete(name="事務所").slug == "company"
    assert complete(name="Admin").slug == "admin-company"
    assert complete(slug=" Mine ").slug == "mine"


@pytest.mark.parametrize(
    "slug", ["ab", "x" * 41, "-abc", "abc-", "a b", "a/b", "ä-ö-ü", "admin", "sign-up", "../etc"]
)
def test_a_short_name_that_cannot_be_is_refused(slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        complete(slug=slug)

    assert list(refused.value.errors) == ["slug"]


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        complete(name="", slug="-", time_zone="Mars/Base", locale="xx", owner_name="\n")

    assert set(refused.value.errors) == {"name", "slug", "time_zone", "locale", "owner_name"}


@given(st.text(max_size=80))
def test_what_is_suggested_is_a_short_name_or_too_short(name: str) -> None:
    slug = sign_up.suggest(name)

    assert slug == "" or sign_up.SLUG.fullmatch(slug)
    assert len(slug) <= 40


@given(st.text(max_size=80))
def test_what_is_derived_may_be_used_and_also_with_an_ending(name: str) -> None:
    for slug in (derived := sign_up.derive(name), sign_up.another(derived, "0a1b2c3d")):
        assert complete(slug=slug).slug == slug
