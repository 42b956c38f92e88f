from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.envelopes.listing import search
from core.envelopes.listing.filters import Filters


def test_words_lose_case_accents_and_signs() -> None:
    assert search.words("Überlassungs-Vertrag, Nº 12 (ÉTÉ)") == [
        "uberlassungs", "vertrag", "no", "12", "ete",
    ]  # fmt: skip
    assert search.words("Straße STRASSE") == ["strasse"]


def test_what_is_written_without_spaces_is_found_by_two_characters() -> None:
    assert search.words("契約書 A4") == ["契約", "約書", "a4"]


@given(st.text())
def test_words_are_short_distinct_and_never_look_like_a_facet(text: str) -> None:
    found = search.words(text)

    assert len(found) == len(set(found))
    assert all(0 < len(word) <= search.LONGEST and "/" not in word for word in found)
    assert search.words(" ".join(found)) == found or any(len(w) == search.LONGEST for w in found)


def test_a_lexeme_is_quoted_for_the_query() -> None:
    assert search.any_of(["it's", "a\\b"]) == "('it''s' | 'a\\\\b')"


def test_numbers_share_windows_with_their_neighbours() -> None:
    organization = UUID(int=1)

    near = set(search.windows(organization, 5)) & set(search.windows(organization, 900))
    far = set(search.windows(organization, 5)) & set(search.windows(organization, 200_000))

    assert len(near) == 4
    assert far == {f"o/{organization}", f"w3/{organization}/0"}


def test_days_begin_where_the_organization_is() -> None:
    begin, end = search.days(date(2026, 3, 1), date(2026, 3, 1), "Asia/Tokyo")

    assert begin == datetime(2026, 2, 28, 15, tzinfo=UTC)
    assert end == datetime(2026, 3, 1, 15, tzinfo=UTC)


def test_filters_survive_their_address() -> None:
    filters = Filters.parse(
        {"box": "closed", "search": " a  b\0", "status": "voided", "since": "2026-01-02",
         "folder": str(UUID(int=7)), "sender": "nobody", "until": "soon"}
    )  # fmt: skip

    assert filters.search == "a b"
    assert (filters.sender, filters.until) == (None, None)
    assert Filters.parse(filters.query()) == filters
    assert filters.without("folder").folder is None
    assert not filters.plain


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Umowa Łódź", "lodz"),
        ("Đorđević ugovor", "dordevic"),
        ("Işık sözleşmesi", "isik"),
        ("Sørensen & Ærø", "sorensen aero"),
        ("Þórður", "thordur"),
        ("Straße", "strasse"),
        ("Ħamrun", "hamrun"),
        ("Ünlü", "unlu"),
        ("Договор Йод", "иод"),
    ],
)
def test_letters_that_do_not_decompose_are_folded_too(name: str, typed: str) -> None:
    assert set(search.words(typed)) <= set(search.words(name))
