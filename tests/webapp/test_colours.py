"""The colours of tokens.css: states are told apart, and what is written in them can be read."""

import math
import re

import pytest

from webapp import assets

TOKENS = (assets.FOLDER / "css" / "tokens.css").read_text()
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)")
STATES = ("completed", "danger", "voided", "warning")
TOKEN = re.compile(r"--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);")
Colour = tuple[float, float, float]


def colours(part: str) -> dict[str, Colour]:
    """Lightness, chroma and hue of each token."""
    return {name: (float(a), float(b), float(c)) for name, a, b, c in TOKEN.findall(part)}


@pytest.mark.parametrize("part", [LIGHT, DARK], ids=["light", "dark"])
def test_the_word_of_a_state_can_be_read_on_its_own_ground_and_on_the_page(part):
    found = colours(part)
    grounds = ("paper", "sheet", "raised")

    ratios = {
        (state, ground): contrast(found[state], found[ground])
        for state in STATES
        for ground in (f"{state}-wash", *grounds)
    }

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("part", [LIGHT, DARK], ids=["light", "dark"])
def test_no_two_states_have_hues_that_are_near_each_other(part):
    hues = {state: colours(part)[state][2] for state in STATES}

    apart = {
        (a, b): min(abs(hues[a] - hues[b]), 360 - abs(hues[a] - hues[b]))
        for a in STATES
        for b in STATES
        if a < b
    }

    assert min(apart.values()) >= 40


def test_vermilion_is_the_brands_mark_and_no_state():
    users = re.findall(r"([^{}]+)\{[^{}]*var\(--seal\)", assets.stylesheet())

    assert {user.split("*/")[-1].strip() for user in users} == {".mark", ".letter__seal"}


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2, "contrast ratio"."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """Relative luminance of a colour in OKLCH, by the matrices of CSS Color 4."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    shown = [min(1.0, max(0.0, part)) for part in (red, green, blue)]
    return 0.2126 * shown[0] + 0.7152 * shown[1] + 0.0722 * shown[2]
