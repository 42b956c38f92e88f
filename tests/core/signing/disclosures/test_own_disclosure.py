import pytest

from core.refusals import Invalid
from core.signing.disclosures import disclosure, own_disclosure
from core.signing.disclosures.own_disclosure import (
    DisclosurePurpose,
    DisclosureVersion,
    DisclosureWords,
)
from tests.core.builders import NOW

TYPED = "We ask you first.\n\n# On paper\n\nAsk {organization}.\n\nIt costs nothing."


def test_lines_that_begin_with_a_number_sign_are_headings() -> None:
    words = own_disclosure.read("Terms of {organization}", TYPED)

    assert words.paragraphs == (
        ("", "We ask you first."),
        ("On paper", "Ask {organization}.\n\nIt costs nothing."),
    )
    assert own_disclosure.read(words.title, words.typed) == words


def test_the_name_stands_in_place_of_the_placeholder_and_is_not_looked_at_again() -> None:
    words = own_disclosure.read("Terms of {organization}", TYPED)

    shown = DisclosureVersion(DisclosurePurpose.SIGNING, "en", 3, words, NOW).shown(
        "{organization} & Co"
    )

    assert shown is not None
    assert (shown.version, shown.language) == ("own-signing-en-3", "en")
    assert shown.title == "Terms of {organization} & Co"
    assert "Ask {organization} & Co." in shown.text
    assert disclosure.title_of(shown.version) == (
        "Signing electronically, own text, version 3 (en)"
    )


def test_a_version_without_words_is_the_standard_text() -> None:
    assert DisclosureVersion(DisclosurePurpose.READING, "en", 2, None, NOW).shown("One") is None


@pytest.mark.parametrize("purpose", DisclosurePurpose)
def test_the_standard_text_can_be_edited_and_published_as_it_is(purpose: DisclosurePurpose) -> None:
    words = own_disclosure.standard(purpose)

    assert "{organization}" in words.typed
    assert own_disclosure.read(words.title, words.typed) == words


@pytest.mark.parametrize(
    ("title", "typed", "wrong"),
    [
        ("", TYPED, "title"),
        ("Two\nlines", TYPED, "title"),
        ("T" * 151, TYPED, "title"),
        ("Of {recipient}", TYPED, "title"),
        ("Terms", "", "text"),
        ("Terms", "# Only a heading", "text"),
        ("Terms", "t" * 20_001, "text"),
        ("Terms", "Ask {sender} or {organization}.", "text"),
        ("Terms", "A brace { alone", "text"),
    ],
)
def test_what_cannot_be_shown_is_refused(title: str, typed: str, wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        own_disclosure.read(title, typed)

    assert set(refused.value.errors) == {wrong}


def test_what_is_wrong_in_braces_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        own_disclosure.read("Terms", "Ask {sender}.")

    assert "“{sender}” is not a valid placeholder" in refused.value.errors["text"]


def test_other_words_have_another_hash() -> None:
    one, two = (
        own_disclosure.filled(
            DisclosureWords(title, (("", "Text"),)), "own-signing-en-1", "en", "A"
        )
        for title in ("One", "Two")
    )

    assert one.sha256 != two.sha256
