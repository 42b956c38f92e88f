from core.documents import page_search


def test_words_are_found_in_any_case_and_over_the_end_of_a_line() -> None:
    lines = ["The Lease begins  in", "Lisbon. The lease", "ends."]

    assert page_search.count(lines, page_search.words_of("  LEASE ")) == 2
    assert page_search.count(lines, page_search.words_of("in lisbon")) == 1
    assert page_search.count(lines, page_search.words_of("rent")) == 0


def test_nothing_is_found_for_nothing() -> None:
    assert page_search.count(["The lease"], page_search.words_of("   ")) == 0
