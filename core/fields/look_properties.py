"""The properties that say how a value looks where it is printed as text."""

from core.fields.field_property import (
    FieldProperty,
    PropertyControl,
    PropertySection,
    one_of,
    read_tick,
    whole_number,
)
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

FONT_SIZE = FieldProperty[int](
    name="font_size",
    word=sentence("Font size in points"),
    section=PropertySection.LOOK,
    control=PropertyControl.NUMBER,
    default=0,
    read=whole_number(5, 36),
    schema={"type": "integer", "minimum": 0, "maximum": 36},
)
ALIGNMENT = FieldProperty[str](
    name="alignment",
    word=sentence("Alignment"),
    section=PropertySection.LOOK,
    control=PropertyControl.CHOICE,
    default="left",
    read=one_of(*ALIGNMENTS),
    choices=(
        ("left", sentence("Left")),
        ("center", sentence("Center")),
        ("right", sentence("Right")),
    ),
    schema={"enum": list(ALIGNMENTS)},
)
FONT = FieldProperty[str](
    name="font",
    word=sentence("Font"),
    section=PropertySection.LOOK,
    control=PropertyControl.CHOICE,
    default="sans",
    read=one_of("sans", "serif", "mono"),
    choices=(
        ("sans", sentence("Sans serif")),
        ("serif", sentence("Serif")),
        ("mono", sentence("Monospaced")),
    ),
    schema={"enum": ["sans", "serif", "mono"]},
)
BOLD = FieldProperty[bool](
    name="bold",
    word=sentence("Bold"),
    section=PropertySection.LOOK,
    control=PropertyControl.TICK,
    default=False,
    read=read_tick,
    schema={"type": "boolean"},
)
ITALIC = FieldProperty[bool](
    name="italic",
    word=sentence("Italic"),
    section=PropertySection.LOOK,
    control=PropertyControl.TICK,
    default=False,
    read=read_tick,
    schema={"type": "boolean"},
)
COLOUR = FieldProperty[str](
    name="color",
    word=sentence("Color"),
    section=PropertySection.LOOK,
    control=PropertyControl.CHOICE,
    default="ink",
    read=one_of(*COLOURS),
    choices=(
        ("ink", sentence("Ink")),
        ("black", sentence("Black")),
        ("gray", sentence("Gray")),
        ("blue", sentence("Blue")),
        ("green", sentence("Green")),
        ("red", sentence("Red")),
    ),
    schema={"enum": list(COLOURS)},
)
CELLS = FieldProperty[int](
    name="cells",
    word=sentence("Character cells"),
    hint=sentence("The number of boxes of equal width, with one character in each"),
    section=PropertySection.LOOK,
    control=PropertyControl.NUMBER,
    default=0,
    read=whole_number(2, 60),
    schema={"type": "integer", "minimum": 0, "maximum": 60},
)
# Of everything that is printed as text.
PRINTED = (FONT_SIZE, ALIGNMENT, FONT, BOLD, ITALIC, COLOUR)
