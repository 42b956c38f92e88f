import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask

from core.organizations.sign_up import Foundation, SignUp
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.organizations import sign_up_links, signing_up
from tests.tenants import operators
from tests.tenants.account_letters import letters_to
from tests.tenants.conftest import PASSWORD
from tests.tenants.opening import run
from tests.webapp.senders import Sender

OWN_PASSWORD = "meadow lantern river cobalt"


@pytest.fixture(autouse=True)
def open_to_all(installation: Installation) -> Iterator[None]:
    operators.set_sign_up(installation, SignUp.OPEN)
    yield
    operators.set_sign_up(installation, SignUp.OPEN)


@pytest.fixture
def visitor(app: Flask, member: Member) -> Sender:
    """Somebody who is not signed in."""
    return Sender(app, member)


def fields(page: str) -> set[str]:
    """What a page asks a visitor for."""
    inputs = re.findall(r'<input class="input" id="(\w+)"', page)
    return set(inputs)


def form(**changed: str) -> dict[str, str]:
    typed = {"name": "Our Office", "time_zone": "Europe/Paris", "owner_name": "Founder"}
    return typed | changed


def mailed_link(visitor: Sender, installation: Installation, email: str, **typed: str) -> str:
    visitor.get("/sign-up")
    answer = visitor.post("/sign-up", email=email, **typed)
    assert answer.headers["Location"] == "/sign-up/mailed"
    (letter,) = letters_to(installation.platform, email)
    return letter.words.link


def test_from_the_sign_in_page_to_an_organization_of_ones_own(
    visitor: Sender, installation: Installation
) -> None:
    email, typed = f"founder-{uuid4().hex[:12]}@example.com", form()
    assert 'href="/sign-up"' in visitor.get("/sign-in").text
    link = mailed_link(visitor, installation, email, **typed)
    assert "Check your e-mail" in visitor.get("/sign-up/mailed").text

    entered = visitor.get(link)
    page = visitor.get(entered.headers["Location"])
    answer = visitor.post("/sign-up/organization", password=OWN_PASSWORD)

    assert "Our Office" in page.text
    assert link.rsplit("/", 1)[1] not in page.text
    assert answer.status_code == 303
    assert "Our Office" in visitor.get("/envelopes").text
    assert '<option value="Europe/Paris" selected>' in visitor.get("/settings/organization").text
    assert visitor.get("/sign-up/organization").status_code == 404


def test_an_organization_speaks_the_language_in_which_it_was_founded(
    visitor: Sender, installation: Installation
) -> None:
    email = f"founder-{uuid4().hex[:12]}@example.com"
    visitor.browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "es-MX,es;q=0.9"
    link = mailed_link(visitor, installation, email, **form())
    visitor.get(visitor.get(link).headers["Location"])
    visitor.post("/sign-up/organization", password=OWN_PASSWORD)

    del visitor.browser.environ_base["HTTP_ACCEPT_LANGUAGE"]

    assert '<html lang="es"' in visitor.get("/settings/organization").text


def test_nothing_is_asked_twice(visitor: Sender, installation: Installation) -> None:
    asked = fields(visitor.get("/sign-up").text)
    email = f"founder-{uuid4().hex[:12]}@example.com"
    visitor.get(mailed_link(visitor, installation, email, **form()))
    page = visitor.get("/sign-up/organization").text

    assert asked == {"email", "owner_name", "name"}
    assert fields(page) == {"username", "password"}
    assert 'readonly=""' in page.split('name="username"')[1].split(">")[0]


def test_a_member_who_opens_another_organization_is_asked_for_its_name_alone(
    sender: Sender,
) -> None:
    page = sender.get("/sign-up").text

    assert f'value="{sender.member.email}"' in page
    assert f'value="{sender.member.name}"' in page


def test_what_nobody_has_asked_before_is_asked_after_the_link(
    visitor: Sender, installation: Installation
) -> None:
    email = f"founder-{uuid4().hex[:12]}@example.com"
    asked = ("sign_up", email, Foundation(), signing_up.LIFETIME)
    run(installation.platform, sign_up_links.mail_link, *asked)
    (letter,) = letters_to(installation.platform, email)
    visitor.get(letter.words.link)

    assert fields(visitor.get("/sign-up/organization").text) == {
        *("username", "password", "owner_name", "name")
    }
    answer = visitor.post("/sign-up/organization", password=OWN_PASSWORD, **form())
    assert answer.headers["Location"] == "/envelopes"


def test_errors_stand_beside_their_fields_and_what_was_typed_is_kept(visitor: Sender) -> None:
    visitor.get("/sign-up")

    answer = visitor.post("/sign-up", email="someone@example.com", **form(name=""))

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert 'value="someone@example.com"' in answer.text
    assert 'value="Founder"' in answer.text


def test_a_short_password_is_said_at_the_end(visitor: Sender, installation: Installation) -> None:
    email, typed = f"founder-{uuid4().hex[:12]}@example.com", form()
    visitor.get(mailed_link(visitor, installation, email, **typed))
    visitor.get("/sign-up/organization")

    answer = visitor.post("/sign-up/organization", password="short")

    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text


def test_whoever_has_an_account_signs_in_first(
    visitor: Sender, installation: Installation, member: Member
) -> None:
    typed = form()
    visitor.get(mailed_link(visitor, installation, member.email, **typed))

    page = visitor.get("/sign-up/organization")
    visitor.sign_in(PASSWORD)
    asked = visitor.get("/sign-up/organization")
    answer = visitor.post("/sign-up/organization")

    assert "You already have an account" in page.text
    assert 'name="password"' not in page.text
    assert "Create organization" in asked.text
    assert answer.status_code == 303
    assert member.organization_name in visitor.get("/settings/memberships").text
    assert "Our Office" in visitor.get("/settings/memberships").text


def test_somebody_else_who_is_signed_in_is_told_so(
    visitor: Sender, stranger: Sender, installation: Installation, member: Member
) -> None:
    typed = form()
    stranger.get(mailed_link(visitor, installation, member.email, **typed))

    page = stranger.get("/sign-up/organization")

    assert "sent to a different address" in page.text
    assert stranger.post("/sign-up/organization").status_code == 409


@pytest.mark.parametrize("mode", [SignUp.CLOSED, SignUp.INVITATION])
def test_where_it_is_not_open_the_page_says_so(
    visitor: Sender, installation: Installation, mode: SignUp
) -> None:
    visitor.get("/sign-up")
    operators.set_sign_up(installation, mode)

    page = visitor.get("/sign-up")

    assert page.status_code == 404
    assert "cannot be created here" in page.text
    assert visitor.post("/sign-up", email="a@example.com", **form()).status_code == 404
    assert 'href="/sign-up"' not in visitor.get("/sign-in").text


def test_a_link_that_was_never_mailed_leads_to_a_kind_page(visitor: Sender) -> None:
    visitor.get("/sign-ups/not-one-of-ours")

    page = visitor.get("/sign-up/organization")

    assert page.status_code == 404
    assert "Create account" in page.text
