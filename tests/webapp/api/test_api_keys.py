import re

from flask import Flask

from core.access import MemberRole
from tests.tenants.people import colleague
from tests.webapp.senders import Sender

SECRET = re.compile(r"cs_[\w-]{43}")
ID = re.compile(r'name="id" value="([^"]+)"')


def make(sender: Sender, **form: object) -> str:
    form = {"name": "Billing", "scopes": ["envelopes:write"], "days": "90"} | form
    return sender.post("/settings/api-keys", **form).text


def test_a_key_is_shown_once_and_listed_by_its_end(sender: Sender) -> None:
    empty = sender.get("/settings/api-keys").text
    page = make(sender, id=ID.search(empty)[1])  # type: ignore[index]
    (secret,) = set(SECRET.findall(page))

    again = sender.get("/settings/api-keys").text

    assert "No API keys yet" in empty
    assert "not be shown again" in page
    assert secret not in again
    assert f"cs_…{secret[-4:]}" in again
    assert "Create and send envelopes" in again
    assert "never used" in again


def test_the_same_form_sent_again_shows_no_secret(sender: Sender) -> None:
    key_id = ID.search(sender.get("/settings/api-keys").text)[1]  # type: ignore[index]
    make(sender, id=key_id)

    answer = sender.post(
        "/settings/api-keys", id=key_id, name="Billing", scopes="envelopes:read", days="90"
    )

    assert answer.status_code == 303
    assert not SECRET.search(sender.get("/settings/api-keys").text)


def test_all_that_is_wrong_is_said_and_what_was_typed_is_kept(sender: Sender) -> None:
    sender.get("/settings/api-keys")

    answer = sender.post("/settings/api-keys", name="x" * 61, days="7")

    assert answer.status_code == 422
    for name in ("name", "scopes", "days"):
        assert f'id="{name}-error"' in answer.text
    assert "x" * 61 in answer.text


def test_a_key_is_revoked_and_kept_among_those_that_no_longer_work(sender: Sender) -> None:
    sender.get("/settings/api-keys")
    make(sender)
    page = sender.get("/settings/api-keys").text
    place = re.search(r'action="(/settings/api-keys/[^"]+/revocation)"', page)[1]  # type: ignore[index]

    assert sender.post(place).status_code == 303
    after = sender.get("/settings/api-keys").text

    assert "1 expired or revoked key" in after
    assert "/revocation" not in after
    assert "API key revoked." in after


def test_the_settings_offer_keys_to_who_may_manage_them(app: Flask, sender: Sender) -> None:
    other = Sender(app, colleague(sender.member, MemberRole.SENDER)).signed_in()

    assert "/settings/api-keys" in sender.get("/settings/teams").text
    assert "/settings/api-keys" not in other.get("/settings/teams").text
    assert other.get("/settings/api-keys").status_code == 403


def test_a_new_secret_is_shown_once_and_the_old_one_has_its_time(sender: Sender) -> None:
    sender.get("/settings/api-keys")
    (first,) = set(SECRET.findall(make(sender)))
    listed = sender.get("/settings/api-keys").text
    place = re.search(r'action="(/settings/api-keys/[^"]+/secret)"', listed)[1]  # type: ignore[index]

    page = sender.post(place, hours="24").text

    (second,) = set(SECRET.findall(page))
    after = sender.get("/settings/api-keys").text
    assert first != second
    assert "the one before it works until" in after
    assert second not in after
    assert sender.post(place, hours="3").status_code == 422
