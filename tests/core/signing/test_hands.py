"""In which handwriting a name is offered."""

import pytest

from core.signing import hands
from core.text.font_coverage import HANDWRITTEN
from core.text.printable import undrawable

NAMES = {
    "Ana Silva": 4,
    "Łukasz Żółć": 4,
    "Řehoř Ěščřžýáíéůúň": 4,
    "Işıl Ğüşöç İnönü": 4,
    "Nguyễn Thị Hương": 4,
    "Александр Щукин": 4,
    "Олена Ґалаґан-Їжакевич": 4,
    "Αλέξανδρος Ώρα": 1,
    "محمد علي": 1,
    "پگاه چگینی": 1,
    "דוד כהן": 1,
    "अमित शर्मा": 1,
    "김민수": 1,
    "さくら 山田": 1,
    "王小明": 2,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_offered_in_hands_that_have_all_its_letters(name: str) -> None:
    offered = hands.offered(name)

    assert len(offered) == NAMES[name]
    drawn_here = [hand.name for hand in offered if hand.file]
    assert [hand for hand in drawn_here if undrawable(name, hand)] == []


def test_latin_letters_beside_others_do_not_matter() -> None:
    assert hands.offered("Ana 王小明") == hands.offered("王小明")


def test_of_a_script_that_no_hand_has_the_first_is_offered() -> None:
    assert [hand.name for hand in hands.offered("สมชาย")] == ["caveat"]


def test_initials_and_nothing_are_latin() -> None:
    assert hands.offered("A.S.") == hands.offered("") == hands.offered("Ana")


def test_every_hand_that_is_drawn_here_has_a_table_of_its_letters() -> None:
    assert {hand.name for hand in hands.HANDS if hand.file} <= HANDWRITTEN.keys()
