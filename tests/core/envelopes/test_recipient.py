from dataclasses import replace

import pytest

from core.envelopes.consent import Consent
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.recipient_list import errors, is_person, sharers
from core.envelopes.roles.cc import CC
from tests.core.builders import NOW, cc, new_id, signer


@pytest.mark.parametrize(
    "email",
    [
        "",
        "one",
        "one@example",
        "@example.com",
        "one@@example.com",
        "one@example.com\nBcc: two@example.com",
        "one@example.com,two@example.com",
        "<one@example.com>",
        "one\x00@example.com",
        "one\u202e@example.com",
        "one@example.com.",
        "o" * 250 + "@example.com",
        "=?utf-8?q?a=40elsewhere.example=3e=20?=@example.com",
        "=?utf-8?q?x=0d=0aBcc=3a=20a=40elsewhere.example?=@example.com",
    ],
)
def test_an_address_that_reaches_nobody_or_two_is_refused(email: str) -> None:
    assert set(errors([signer(email=email)])) == {"email-0"}


@pytest.mark.parametrize(
    "email", ["one+tag@mail.example.com", "o'neill@example.co", "é@example.com"]
)
def test_an_ordinary_address_is_accepted(email: str) -> None:
    assert errors([signer(email=email)]) == {}


def test_people_may_share_an_address_and_one_person_may_have_two_roles() -> None:
    ana, ben = signer("Ana", email="home@example.com"), signer("Ben", email="HOME@example.com")

    assert errors([ana, ben]) == {}
    assert errors([ana, replace(ana, id=new_id(), role=CC)]) == {}


@pytest.mark.parametrize(
    ("name", "first", "again"),
    [
        ("Ana", "one@example.com", "one@example.com"),
        ("ana", "one@example.com", "ONE@Example.COM"),
        ("Ana", "\u00e9@example.com", "e\u0301@example.com"),
    ],
)
def test_the_same_person_twice_in_one_role_is_named_where_it_is_repeated(
    name: str, first: str, again: str
) -> None:
    found = errors([signer("Ana", email=first), cc("Ana"), signer(name, email=again)])

    assert set(found) == {"email-2"}


def test_domains_that_two_people_may_own_are_not_one() -> None:
    """IDNA 2008 keeps ß, which earlier rules took for ss."""
    assert errors([signer(email="one@fass.example"), signer(email="one@faß.example")]) == {}


def test_who_shares_an_address_is_known_by_name() -> None:
    ana, ben = signer("Ana Lima", email="home@example.com"), signer("Ben", email="Home@example.com")
    copy = cc("ana  lima", email="home@example.com")
    people = [ana, ben, copy, signer("Carla")]

    assert sharers(ana, people) == (ben,)
    assert sharers(people[3], people) == ()
    assert is_person(ana, people, "ANA LIMA", "home@example.com")
    assert not is_person(ben, people, "Ana Lima", "home@example.com")
    assert is_person(people[3], people, "C. Carla", people[3].email.upper())
    assert not is_person(ana, people, "Ana Lima", "ana@example.com")


@pytest.mark.parametrize(
    "name", ["", "x" * 121, "One\nBcc: two@example.com", "One\u202eowT", "\ud800"]
)
def test_a_name_that_is_no_line_is_refused(name: str) -> None:
    assert set(errors([signer(), signer("Signer Two"), replace(signer("Three"), name=name)])) == {
        "name-2"
    }


@pytest.mark.parametrize("order", [0, -1, 101])
def test_a_routing_order_has_its_limits(order: int) -> None:
    assert set(errors([signer(order=order)])) == {"order-0"}


def test_a_crowd_is_refused_at_once() -> None:
    people = [signer(email=f"{n}@example.com") for n in range(101)]

    assert set(errors(people)) == {"recipients"}
    assert errors(people[:100]) == {}


def test_an_envelope_waits_for_signers_and_for_nobody_else() -> None:
    assert not signer().finished
    assert signer(status=RecipientStatus.COMPLETED).finished
    assert signer(status=RecipientStatus.DECLINED).finished
    assert signer(status=RecipientStatus.SKIPPED).finished
    assert cc().finished


def test_consent_is_what_opens_the_documents() -> None:
    assert not Recipient(new_id(), "Signer One", "one@example.com").consented
    assert signer(consent=Consent("2026-1", "0" * 64, "en", NOW)).consented
    assert not signer(delivered_at=NOW).consented
