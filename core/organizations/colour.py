"""Colours that can be read: contrast after WCAG 2.2, and the nearest colour that has enough."""

import re

ENOUGH = 4.5  # WCAG 2.2, 1.4.3, for text
# The least favourable grounds that pages and mails have: the darkest paper, the lightest night.
LIGHT = "#f6f3ed"
DARK = "#21252e"
WHITE, BLACK = "#ffffff", "#000000"
HEX = re.compile(r"#[0-9a-f]{6}")


def cleaned(text: str) -> str:
    """“ABC” and “#AABBCC” as #aabbcc; anything else as it is, but for its case."""
    found = text.strip().lower().removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3}", found):
        found = "".join(2 * digit for digit in found)
    return f"#{found}" if found else ""


def is_colour(text: str) -> bool:
    return HEX.fullmatch(text) is not None


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2, “relative luminance”)."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """White or black, whichever is read more easily: one of both always has enough contrast."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, colour))


def nearest(colour: str, ground: str) -> str:
    """The colour itself, or the same one only as much darker or lighter as the ground asks for."""
    towards = BLACK if luminance(ground) > 0.18 else WHITE
    steps = (_mixed(colour, towards, step / 255) for step in range(256))
    return next(mixed for mixed in steps if contrast(mixed, ground) >= ENOUGH)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: str, other: str, part: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)
