"""How the organization looks and what it has recipients agree to, as a program changes it."""

import base64

import pytest
from flask import Flask

from tenants.member import Member
from tests.webapp.api.programs import Program, make_key

API = "/api/v1"
BRANDING = f"{API}/branding"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n picture").decode()
SAID = (
    "You can have it on paper. You can withdraw your consent. It covers this envelope. Tell us of"
    " another e-mail address. A copy on paper has no cost. You need a browser."
)


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "organization"))


def test_branding_is_changed_and_undone(program: Program) -> None:
    before = program.get(BRANDING).json
    invitation = {"subject": "Please sign {envelope}", "introduction": ""}

    changed = program.act(
        BRANDING,
        {"color": "#27407f", "sender_name": "Legal", "texts": {"invitation": invitation}},
        "PATCH",
    )
    undone = program.act(f"{BRANDING}/undo")

    assert changed.json["color"] == "#27407f"
    assert changed.json["texts"]["invitation"] == invitation
    assert changed.json["texts"]["reminder"] == {"subject": "", "introduction": ""}
    assert undone.json == before | {"undoable": True}


def test_all_that_is_wrong_with_it_is_said_at_its_place(program: Program) -> None:
    answer = program.act(
        BRANDING,
        {"color": "blue", "dark_color": "#000000", "texts": {"ending": {"subject": "{who}"}}},
        "PATCH",
    )

    pointers = [e["pointer"] for e in answer.json["errors"]]
    assert pointers == ["#/color", "#/dark_color", "#/texts/ending/subject"]


def test_an_address_for_answers_waits_for_its_owner(program: Program) -> None:
    answer = program.act(BRANDING, {"reply_to": "office@example.com"}, "PATCH")

    assert (answer.json["reply_to"], answer.json["reply_to_asked"]) == ("", "office@example.com")


def test_a_logo_is_looked_at_before_it_counts(program: Program) -> None:
    wrong = program.act(f"{BRANDING}/logo", {"content": base64.b64encode(b"GIF8").decode()}, "PUT")
    waiting = program.act(f"{BRANDING}/logo", {"content": PNG}, "PUT")
    removed = program.act(f"{BRANDING}/logo", method="DELETE")

    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "#/content")
    assert (waiting.json["logo_waiting"], waiting.json["logo"]) == (True, None)
    assert removed.status_code == 200


def test_a_consent_text_is_published_and_the_standard_one_restored(program: Program) -> None:
    place = f"{API}/consent-texts/signing/en"
    standard = program.get(place).json
    new = {"title": "Signing with {organization}", "text": SAID}

    silent = program.act(place, {"title": "Yes", "text": "You agree."}, "PUT")
    published = program.act(place, new, "PUT")
    late = program.act(place, {"title": "Other", "text": SAID, "after": 0}, "PUT")
    anyway = program.act(place, {"title": "Yes", "text": "You agree.", "anyway": True}, "PUT")
    restored = program.act(place, method="DELETE")
    versions = program.get(f"{place}/versions").json["items"]

    assert standard["standard"]
    assert standard["number"] == 0
    assert silent.json["errors"][0]["pointer"] == "#/text"
    assert (published.json["number"], published.json["text"]) == (1, SAID)
    assert (late.status_code, anyway.json["number"]) == (409, 2)
    assert (restored.json["standard"], restored.json["text"]) == (True, standard["text"])
    assert [v["number"] for v in versions] == [3, 2, 1]
    assert program.get(f"{place}/versions/1").json == published.json
    assert program.get(f"{API}/consent-texts").json["items"] == [restored.json]
    assert program.get(f"{API}/consent-texts/lending/en").status_code == 404
    assert program.get(f"{API}/consent-texts/signing/xx").status_code == 404
