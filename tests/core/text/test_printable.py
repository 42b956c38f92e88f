import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from core.envelopes import recipient_list
from core.envelopes.drafts import draft_sending
from core.fields.field import accept_value
from core.organizations import organization
from core.organizations.organization import Profile
from core.people import membership, preference
from core.people.preference import Preferences
from core.refusals import Invalid
from core.text.printable import cleaned, is_line, is_prose, spelled_out, undrawable, why_undrawable
from tests.core import builders


def test_text_is_tidied_as_a_form_sends_it() -> None:
    assert cleaned("  one\r\ntwo\tthree \n") == "one\ntwo three"


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\ufeff \u2060", "\u00a0", "\x00"])
def test_what_nobody_can_see_is_nothing(text: str) -> None:
    assert cleaned(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "a\nBcc: b",
        "a\rb",
        "a\x00b",
        "a\x7fb",
        "a\x85b",
        "a\u2028b",
        "a\u202eb",
        "a\u2066b",
        "\ud800",
    ],
)
def test_what_breaks_or_turns_a_line_is_found(text: str) -> None:
    assert not is_line(text)


@pytest.mark.parametrize(
    "text", ["Zoë Müller-Łukasz", "张伟", "משה כהן", "نام\u200cها", "👩\u200d⚖️", "O’Neill & Söhne"]
)
def test_names_of_all_the_world_are_lines(text: str) -> None:
    assert is_line(text)
    assert cleaned(text) == text


def test_prose_has_several_lines_and_nothing_else_besides() -> None:
    assert is_prose("one\ntwo")
    assert not is_prose("one\ntwo\u202e")
    assert not is_prose("one\ntwo\x0b")


@pytest.mark.parametrize(
    "text",
    [
        "Jo\u0308rg Mu\u0308ller",
        "Nguye\u0302\u0303n Thi\u0323 A\u0301nh",
        "Z\u030caneta",
        "\u1112\u1161\u11ab",
    ],
)
def test_letters_and_their_accents_become_one_character(text: str) -> None:
    composed = cleaned(text)

    assert len(composed) < len(text)
    assert not any(unicodedata.combining(letter) for letter in composed)


def test_composing_leaves_variants_of_ideographs_as_the_person_writes_them() -> None:
    assert cleaned("\ufa1b\u7530") == "\ufa1b\u7530"


@pytest.mark.parametrize(
    "text",
    [
        "𠮷田 太郎",
        "㈱山田",
        "王小明",
        "Αλέξανδρος",
        "Nguyễn Thị Ánh",
        "Jo\u0308rg",
        "نام\u200cها محمد",
        "שָׁלוֹם",
        "हस्ताक्षर",
        "ลงนาม",
        "한글",
        "さくら 葛\U000e0100城 髙﨑",
        "Łukasz ĐoànᲐ",
        "👩\u200d⚖️ ✓",
    ],
)
def test_letters_of_all_the_world_can_be_drawn(text: str) -> None:
    assert undrawable(text) == ""
    assert why_undrawable(text) == ""


def test_a_letter_that_no_font_has_is_named() -> None:
    assert undrawable("Li \U0002a6d6 Wu") == "\U0002a6d6"
    assert "“\U0002a6d6” (U+2A6D6)" in why_undrawable("Li \U0002a6d6 Wu")
    assert spelled_out("Li \U0002a6d6 Wu\u0308") == "Li [U+2A6D6] Wü"


def test_fonts_of_typed_signatures_have_fewer_letters() -> None:
    assert undrawable("Zoë Müller", "great-vibes") == ""
    assert undrawable("王小明", "caveat") == "王"


def refuse(errors: dict[str, str]) -> None:
    if errors:
        raise Invalid(**errors)


RENAMED = builders.make_envelope()
TEXT = builders.field(builders.signer(), builders.ready_document(), "text")
SETTINGS = Profile("Example Organization", "UTC", "en")


@pytest.mark.parametrize(
    "accept",
    [
        lambda text: refuse(recipient_list.errors([replace(builders.signer(), name=text)])),
        lambda text: refuse(draft_sending.missing(replace(RENAMED, name=text))),
        lambda text: accept_value(TEXT, text),
        membership.name,
        lambda text: preference.check(text, Preferences(), (), ()),
        lambda text: organization.change(SETTINGS, replace(SETTINGS, name=text), ("UTC",), ("en",)),
    ],
    ids=["recipient", "envelope", "value", "person", "preference", "organization"],
)
def test_a_letter_that_no_font_has_is_refused_where_it_is_typed(
    accept: Callable[[str], object],
) -> None:
    accept("Li Müller 𠮷")

    with pytest.raises(Invalid) as refused:
        accept("Li \U0002a6d6")

    assert "“\U0002a6d6”" in str(list(refused.value.errors.values()))


@pytest.mark.parametrize("emoji", ["👍🏽", "👩🏽\u200d🚀"])
def test_an_emoji_in_a_skin_tone_is_refused_as_a_whole_and_not_by_the_number_of_its_tone(
    emoji: str,
) -> None:
    why = why_undrawable(f"ok {emoji}")

    assert f"“{emoji}” in this skin tone" in why
    assert "U+" not in why
    assert why_undrawable("👍") == why_undrawable("👩\u200d👩\u200d👧") == ""
