"""The settings page on which an organization writes its consent texts."""

from datetime import datetime

from flask import Flask

from tests.tenants import ceremonies
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

PAGE = "/settings/consent-texts"
TEXT = f"{PAGE}/signing/en"
FULL = """# Paper

Ask {organization} for paper. A paper copy costs 1 dollar.

# Changing your mind

Withdraw your consent in the menu. It covers this envelope only. Tell us of a new e-mail address.
You need a browser."""


def publish(sender: Sender, text: str = FULL, act: str = "publish", number: int = 0) -> None:
    sender.get(TEXT)
    answer = sender.post(TEXT, act=act, title="Our terms", text=text, number=number)
    assert answer.status_code == 303, answer.text


def test_the_standard_text_is_the_start(sender: Sender) -> None:
    index, page = sender.get(PAGE).text, sender.get(TEXT).text
    chosen = sender.get(f"{PAGE}?purpose=reading&language=de")

    assert "The standard text is used in every language." in index
    assert "The standard text is in use." in page
    assert "# What you agree to" in page and "{organization}" in page
    assert "that everything can be had on paper instead" in page
    assert chosen.location == f"{PAGE}/reading/de"
    assert sender.get(f"{PAGE}/reading/xx").status_code == 404


def test_what_is_typed_is_shown_before_it_is_published(sender: Sender) -> None:
    sender.get(TEXT)

    answer = sender.post(TEXT, act="preview", title="Our terms", text="# One\n\nTwo\n\nThree")

    assert answer.status_code == 200
    assert "<h3>One</h3>" in answer.text and "<p>Three</p>" in answer.text
    assert "It is not published yet." in answer.text
    assert "The standard text is in use." in sender.get(TEXT).text


def test_what_the_law_asks_for_and_is_missing_is_warned_about(sender: Sender) -> None:
    sender.get(TEXT)

    warned = sender.post(TEXT, act="publish", title="Our terms", text="Sign here.", number=0)

    assert warned.status_code == 422
    assert "We did not find these in your text" in warned.text
    assert "which browser or software is needed" in warned.text
    assert ">Sign here.</textarea>" in warned.text
    publish(sender, "Sign here.", act="anyway")
    assert "Your own text is in use, version 1." in sender.get(TEXT).text


def test_recipients_are_shown_the_published_text(app: Flask, sender: Sender, now: datetime) -> None:
    signer = Signer(app, sender.member, ceremonies.sent(sender.member, now), 0)
    publish(sender)

    page = signer.open().text

    assert "Our terms" in page and "A paper copy costs 1 dollar." in page
    assert "{organization}" not in page
    assert "0 of 2 done" in signer.consent().text


def test_versions_are_kept_to_read_to_copy_and_the_standard_text_is_restored(
    sender: Sender,
) -> None:
    publish(sender)
    publish(sender, FULL + "\n\nAnd more.", number=1)

    first, copied = sender.get(f"{TEXT}/versions/1"), sender.get(f"{TEXT}?version=1")
    restored = sender.post(f"{TEXT}/standard")

    assert "You need a browser." in first.text and "And more." not in first.text
    assert "And more." not in copied.text.partition("</textarea>")[0]
    assert restored.status_code == 303
    page = sender.get(TEXT).text
    assert "The standard text is in use." in page and "Version 3" in page
    assert "Standard text" in sender.get(f"{TEXT}/versions/3").text
    assert sender.get(f"{TEXT}/versions/9").status_code == 404
    log = sender.get("/settings/log").text
    assert "published version 3 of the disclosure (signing, en)" in log


def test_what_is_wrong_is_said_beside_what_was_typed(sender: Sender) -> None:
    sender.get(TEXT)

    answer = sender.post(TEXT, act="publish", title="", text="Ask {sender}.", number=0)

    assert answer.status_code == 422
    assert "Enter a one-line title" in answer.text
    assert "is not a valid placeholder" in answer.text


def test_a_version_published_meanwhile_is_not_replaced_unseen(sender: Sender) -> None:
    publish(sender)

    answer = sender.post(TEXT, act="publish", title="Mine", text=FULL, number=0)

    assert answer.status_code == 409
    assert "Someone else has published a version" in answer.text
    assert 'value="Mine"' in answer.text
