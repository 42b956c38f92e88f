"""Applications in the settings."""

import re

import pytest
from flask import Flask

from core.access import MemberRole
from tests.tenants.people import colleague
from tests.webapp.api.oauth.applications import BACK, KEY, PUBLIC
from tests.webapp.senders import Sender

PLACE = "/settings/applications"
SECRET = re.compile(r"css_[\w-]{43}")
ID = re.compile(r'name="id" value="([^"]+)"')
ADDED = re.compile(rf'href="({PLACE}/[0-9a-f-]+)"')
FORM = {
    "name": "Billing",
    "kind": "confidential",
    "redirect_uris": f"{BACK}\nhttp://localhost:5000/back",
    "scopes": ["envelopes:write", "templates"],
}


def added(sender: Sender, **form: object) -> str:
    """The page of a new application."""
    sender.get(PLACE)
    sender.post(PLACE, **FORM | form)
    return ADDED.search(sender.get(PLACE).text)[1]  # type: ignore[index]


def test_a_secret_is_shown_once_and_the_application_is_listed(sender: Sender) -> None:
    empty = sender.get(PLACE).text
    form_id = ID.search(empty)[1]  # type: ignore[index]

    page = sender.post(PLACE, id=form_id, **FORM).text
    again = sender.post(PLACE, id=form_id, **FORM)

    (secret,) = set(SECRET.findall(page))
    listed = sender.get(PLACE).text
    shown = sender.get(ADDED.search(listed)[1]).text  # type: ignore[index]
    assert "No applications yet" in empty
    assert again.status_code == 303
    assert len(set(ADDED.findall(listed))) == 1
    assert secret not in listed + shown
    assert f"css_…{secret[-4:]}" in shown
    assert "http://localhost:5000/back" in shown
    assert "Create and send envelopes · See and change templates" in listed


@pytest.mark.parametrize("kind", ["public", "native"])
def test_what_runs_at_peoples_gets_no_secret(sender: Sender, kind: str) -> None:
    page = sender.get(added(sender, kind=kind)).text

    assert "css_" not in page
    assert "New secret" not in page


def test_all_that_is_wrong_is_said_and_what_was_typed_is_kept(sender: Sender) -> None:
    sender.get(PLACE)
    private = KEY.as_pem(private=True).decode()
    typed = {"redirect_uris": "http://app.example.com/back", "public_keys": private}

    answer = sender.post(PLACE, name="x" * 61, kind="", **typed)

    assert answer.status_code == 422
    for name in ("name", "kind", "redirect_uris", "scopes", "public_keys"):
        assert f'id="{name}-error"' in answer.text, name
    assert "x" * 61 in answer.text
    assert "http://app.example.com/back" in answer.text
    assert "This is a private key" in answer.text


def test_it_is_changed_but_for_where_it_runs(sender: Sender) -> None:
    place = added(sender)

    answer = sender.post(
        place, **FORM | {"name": "Invoices", "kind": "public", "public_keys": PUBLIC}
    )
    page = sender.get(place).text
    wrong = sender.post(place, name="", redirect_uris="javascript:alert(1)")

    assert answer.status_code == 303
    assert "Invoices" in page
    assert "On a server" in page
    assert "&#34;kty&#34;: &#34;RSA&#34;" in page
    assert wrong.status_code == 422
    assert "javascript:alert(1)" in wrong.text


def test_a_new_secret_is_shown_once_with_the_end_of_the_old_one(sender: Sender) -> None:
    place = added(sender)

    page = sender.post(f"{place}/secret", hours="24").text

    assert SECRET.search(page)
    assert "the one before it works until" in page
    assert not SECRET.search(sender.get(place).text)
    assert sender.post(f"{place}/secret", hours="9").status_code == 422


def test_it_is_disabled_enabled_and_deleted(sender: Sender) -> None:
    place = added(sender)

    sender.post(f"{place}/disabling")
    disabled = sender.get(place).text
    sender.post(f"{place}/enabling")
    enabled = sender.get(place).text
    sender.post(f"{place}/deletion")

    assert "This application is disabled" in disabled
    assert "This application is disabled" not in enabled
    assert sender.get(place).status_code == 404
    assert "No applications yet" in sender.get(PLACE).text


def test_only_admins_manage_applications(app: Flask, sender: Sender) -> None:
    place = added(sender)
    other = Sender(app, colleague(sender.member, MemberRole.SENDER)).signed_in()

    assert other.get(PLACE).status_code == 403
    assert other.post(f"{place}/deletion").status_code == 403


def test_what_was_done_is_in_the_log(sender: Sender) -> None:
    place = added(sender, may_impersonate="yes")
    for act in ("secret", "disabling", "enabling", "deletion"):
        sender.post(f"{place}/{act}", hours="0")

    log = sender.get("/settings/log").text

    for said in (
        "added the application “Billing” (Create and send envelopes; See and change templates)",
        "let the application “Billing” act for every member",
        "created a new secret for the application “Billing”",
        "disabled the application “Billing”",
        "enabled the application “Billing” again",
        "deleted the application “Billing”",
    ):
        assert said in log, said
