"""The mark: one seal and one tick, on screen and on paper."""

import re

from actors.pdf.certificate import pictures
from actors.pdf.stamp import stamp
from templates.environment import FOLDER
from webapp import assets

MARK = (FOLDER / "_mark.svg").read_text().strip()
TICK = re.findall(r'd="(M20 55[^"]*)"', MARK)[0]


def test_the_icon_of_the_site_is_the_mark_of_its_pages():
    icon = (assets.FOLDER / "mark.svg").read_text()

    assert MARK in icon


def test_the_certificate_has_the_same_mark_in_the_colour_of_the_site_s_icon():
    icon = (assets.FOLDER / "mark.svg").read_text()
    drawn = pictures.seal_drawing()

    assert MARK.replace("currentColor", pictures.SEAL_COLOUR) in drawn
    assert f'color="{pictures.SEAL_COLOUR}"' in icon


def test_a_ticked_box_has_the_tick_of_the_mark_on_screen_and_in_the_pdf():
    points = tuple((int(x) / 100, int(y) / 100) for x, y in re.findall(r"(\d+) (\d+)", TICK))
    drawn_while_signing = f"d='{TICK}'"

    assert points == stamp.TICK
    assert drawn_while_signing in assets.stylesheet()


def test_the_letter_of_an_empty_list_is_sealed_with_the_same_tick():
    letter = (FOLDER / "_empty_state.svg").read_text()

    assert f'd="{TICK}"' in letter
