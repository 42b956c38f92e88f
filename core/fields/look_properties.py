"""The properties that say how a value looks where it is printed as text."""

from core.fields.field_property import (
    PropertySection,
)
from core.fields.property_types import choice_property, number_property, tick_property
from core.refusals import sentence
from core.signing.ink import INK

VALUE_SIZE = 11  # points, where the sender says nothing
ALIGNMENTS = {"left": 0.0, "center": 0.5, "right": 1.0}
# Each can be read on white paper. Ink is that of signatures.
COLOURS = {
    "ink": INK,
    "black": (0, 0, 0),
    "gray": (82, 86, 96),
    "blue": (29, 78, 216),
    "green": (22, 101, 52),
    "red": (185, 28, 28),
}

FONT_SIZE = number_property(
    "font_size", sentence("Font size in points"), 5, 36, section=PropertySection.LOOK
)
ALIGNMENT = choice_property(
    "alignment",
    sentence("Alignment"),
    {
        "left": sentence("Left"),
        "center": sentence("Center"),
        "right": sentence("Right"),
    },
    section=PropertySection.LOOK,
)
FONT = choice_property(
    "font",
    sentence("Font"),
    {
        "sans": sentence("Sans serif"),
        "serif": sentence("Serif"),
        "mono": sentence("Monospaced"),
    },
    section=PropertySection.LOOK,
)
BOLD = tick_property("bold", sentence("Bold"), section=PropertySection.LOOK)
ITALIC = tick_property("italic", sentence("Italic"), section=PropertySection.LOOK)
COLOUR = choice_property(
    "color",
    sentence("Color"),
    {
        "ink": sentence("Ink"),
        "black": sentence("Black"),
        "gray": sentence("Gray"),
        "blue": sentence("Blue"),
        "green": sentence("Green"),
        "red": sentence("Red"),
    },
    section=PropertySection.LOOK,
)
CELLS = number_property(
    "cells",
    sentence("Character cells"),
    2,
    60,
    hint=sentence("The number of boxes of equal width, with one character in each"),
    section=PropertySection.LOOK,
)
# Of everything that is printed as text.
PRINTED = (FONT_SIZE, ALIGNMENT, FONT, BOLD, ITALIC, COLOUR)
