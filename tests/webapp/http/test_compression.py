"""Pages on their way to the browser: small, and of a size that tells nothing of what is secret."""

import gzip
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.principal import SYSTEM
from tenants.use_cases.envelopes import sharing
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.senders import TOKEN, Sender
from tests.webapp.visitors import Signer


def asked(sender: Sender, place: str) -> TestResponse:
    return sender.browser.get(place, headers={"Accept-Encoding": "gzip, deflate, br"})


@pytest.mark.parametrize("place", ["/envelopes", "/envelopes?box=all", "/settings/security"])
def test_a_page_is_compressed_for_browsers_that_can_read_it(sender: Sender, place: str) -> None:
    compressed, plain = asked(sender, place), sender.get(place)

    page = gzip.decompress(compressed.data).decode()
    assert TOKEN.sub("", page).count("<") == TOKEN.sub("", plain.text).count("<")
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert int(compressed.headers["Content-Length"]) == len(compressed.data)
    assert len(compressed.data) < 0.4 * len(page)
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "HX-Request" in compressed.headers["Vary"]


def test_a_signing_page_is_compressed(app: Flask, sender: Sender) -> None:
    signer = Signer(app, sender.member, ceremonies.sent(sender.member, NOW), 0)
    place = signer.open().request.path

    answer = signer.client.get(place, headers={"Accept-Encoding": "gzip"})

    assert b"<form" in gzip.decompress(answer.data)


def test_the_places_of_many_fields_are_compressed(app: Flask, sender: Sender) -> None:
    envelope = ceremonies.sent(sender.member, datetime.now(UTC))
    signer = Signer(app, sender.member, envelope, 0)
    signer.consent()
    place = f"{signer.page}/placement.css"
    accepted = {"Accept-Encoding": "gzip"}
    few = signer.client.get(place, headers=accepted)
    with sender.member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update documents set widths = array_fill(595, array[200]),"
            " heights = array_fill(842, array[200]) where envelope_id = %s",
            envelope.id,
        )

    many = signer.client.get(place, headers=accepted)

    assert "Content-Encoding" not in few.headers
    assert many.headers["Content-Encoding"] == "gzip"
    assert b"#page-1-200" in gzip.decompress(many.data)


def test_a_browser_that_refuses_it_gets_a_page_as_it_is(sender: Sender) -> None:
    answer = sender.get("/envelopes", **{"Accept-Encoding": "br, gzip;q=0"})

    assert "Content-Encoding" not in answer.headers
    assert "</html>" in answer.text


@pytest.mark.parametrize(
    "place",
    ["/envelopes?search=lease", "/envelopes?box=all&search=lease", "/sign-in?anything=x"],
)
def test_a_page_asked_for_with_words_is_not_compressed(sender: Sender, place: str) -> None:
    """Whoever chose the words would learn from its size what else stands in it."""
    assert "Content-Encoding" not in asked(sender, place).headers


def test_an_answer_to_a_form_is_not_compressed(app: Flask, sender: Sender) -> None:
    """A new API key stands in one, and what was typed in many."""
    sender.get("/sign-in")

    answer = sender.post(
        "/sign-in", headers={"Accept-Encoding": "gzip"}, email="a@example.com", password="wrong"
    )

    assert "<form" in answer.text
    assert "Content-Encoding" not in answer.headers


def test_what_is_small_or_no_page_is_left_as_it_is(sender: Sender) -> None:
    for place in ("/health", "/source.tar.gz"):
        answer = asked(sender, place)

        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers


def test_a_page_with_a_link_to_share_is_not_compressed(sender: Sender) -> None:
    envelope = ceremonies.sent(sender.member, NOW)
    place = f"/envelopes/{envelope.id}/sharing"
    assert asked(sender, place).headers["Content-Encoding"] == "gzip"

    token = run(sender.member, sharing.make_link, envelope.id, 7, datetime.now(UTC))

    assert token in asked(sender, place).text

    assert "Content-Encoding" not in asked(sender, place).headers


def test_the_secret_of_forms_looks_otherwise_in_each_answer(sender: Sender) -> None:
    tokens = []
    for _ in range(3):
        sender.get("/envelopes")
        tokens.append(sender.token)

    assert len(set(tokens)) == 3
    # Not even the beginning of it can be guessed letter by letter.
    assert len({token[:8] for token in tokens} | {token[32:40] for token in tokens}) == 6
    for token in tokens:
        sender.token = token
        assert sender.post(f"/envelopes/{uuid4()}", new="yes", name="Lease").status_code == 303


def test_all_forms_of_one_answer_carry_the_same_token(sender: Sender) -> None:
    page = sender.get("/envelopes").text

    assert page.count(sender.token) == page.count('name="csrf_token"') + 1


@pytest.mark.parametrize("token", ["", "x", "é" * 64, "A" * 63, "A" * 64, "A" * 68, "!" * 64])
def test_what_is_no_token_changes_nothing(sender: Sender, token: str) -> None:
    sender.token = token

    assert sender.post(f"/envelopes/{uuid4()}", new="yes", name="Lease").status_code == 403
