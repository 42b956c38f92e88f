"""A form that arrived filled in: its values are taken out of its pages, and stand there once."""

from dataclasses import asdict

import pytest

from actors.pdf.finding.found_place import FoundPlace
from actors.pdf.intake import intake
from actors.pdf.stamp.stamp import StampedValue, burn_in
from core.fields import found_field, properties, text_look
from tests.actors.pdf import pdfs, poppler
from tests.actors.pdf.forms.form_pdfs import FIRST, form, look, widget

CITY, NOTE, PICK = (50, 300, 250, 320), (50, 220, 250, 280), (50, 180, 250, 200)
TICK, ONE, TWO = (50, 150, 66, 166), (50, 120, 66, 136), (80, 120, 96, 136)
FRAME = b"/MK<</BC[0 0 1]/BG[.9 .95 1]>>/BS<</W 1>>"


def filled(city: bytes, note: bytes, pick: bytes, tick: bytes, one: bytes = b"/Yes") -> bytes:
    """The same form, with these values."""
    box = (TICK[0], TICK[1], TICK[2], TICK[3])
    looks = b"/AP<</N<</Yes %d 0 R>>>>" % (FIRST + 6)
    radios = b"/FT/Btn/Ff 49152/T(plan)"
    return form(
        widget(b"/FT/Tx/T(city)/V(%s)" % city + FRAME, CITY),
        widget(b"/FT/Tx/Ff 4096/T(note)/V(%s)" % note + FRAME, NOTE),
        widget(b"/FT/Ch/Ff 131072/T(pick)/Opt[(red)(blue)]/V(%s)" % pick + FRAME, PICK),
        widget(b"/FT/Btn/T(agree)/V%s/AS%s" % (tick, tick) + looks, box),
        widget(radios + b"/AS%s/AP<</N<</Yes %d 0 R>>>>" % (one, FIRST + 6), ONE),
        widget(radios + b"/AS/Off/AP<</N<</Two %d 0 R>>>>" % (FIRST + 6), TWO),
        look(b"0 0 0 rg 2 2 12 12 re f", 16, 16),
        needed=True,
    )


FILLED = filled(b"Berlin", b"first line\\rsecond line", b"blue", b"/Yes")
EMPTY = filled(b"", b"", b"", b"/Off")


@pytest.fixture(scope="module")
def accepted() -> intake.Accepted:
    return intake.accept(FILLED)


def by_name(accepted: intake.Accepted) -> dict[str, FoundPlace]:
    return {field.name: field for field in accepted.fields if field.source == "form"}


def test_what_is_filled_in_is_known_and_all_buttons_of_a_chosen_group_are(accepted):
    fields = [f for f in accepted.fields if f.source == "form"]

    assert [(f.value, f.is_filled) for f in fields] == [
        ("Berlin", True),
        ("first line\rsecond line", True),
        ("blue", True),
        ("true", True),
        ("true", True),
        ("", True),
    ]
    assert not any(
        f.is_filled for f in intake.accept(filled(b"", b"", b"", b"/Off", b"/Off")).fields
    )


def test_lifted_values_are_neither_seen_nor_read_and_frames_stay(accepted):
    named = by_name(accepted)
    keys = {named[name].key for name in ("city", "note", "pick", "agree")}

    lifted = intake.accept(FILLED, lifted=keys)

    text = pdfs.texts(lifted.canonical)[0]
    assert "Berlin" in pdfs.texts(accepted.canonical)[0]
    assert not any(word in text for word in ("Berlin", "first", "second", "blue"))
    assert poppler.differing_in_poppler(lifted.canonical, intake.accept(EMPTY).canonical) == 0
    assert poppler.differing_in_poppler(lifted.canonical, accepted.canonical) > 0
    assert {f.name for f in lifted.fields if f.source == "form"} == {"plan"}
    assert lifted.pages == accepted.pages
    assert not any(note.startswith("pages_ambiguous") for note in lifted.notes)


def test_only_what_is_lifted_goes(accepted):
    lifted = intake.accept(FILLED, lifted={by_name(accepted)["city"].key})

    text = pdfs.texts(lifted.canonical)[0]
    assert "Berlin" not in text
    assert "first line" in text and "blue" in text


def test_the_value_of_the_field_stands_alone_where_the_old_one_was(accepted):
    found = found_field.read(asdict(by_name(accepted)["city"])).with_value()
    lifted = intake.accept(FILLED, lifted={by_name(accepted)["city"].key})
    place = by_name(accepted)["city"]
    mark = StampedValue(
        *(1, place.x, place.y, place.width, place.height),
        printed=found.kind.printed,
        text="Hamburg",
        look=text_look.of(found.properties),
    )

    stamped = burn_in(lifted.canonical, (mark,))

    assert found.properties["default"] == "Berlin"
    assert pdfs.texts(stamped)[0].count("Hamburg") == 1
    assert "Berlin" not in pdfs.texts(stamped)[0]


@pytest.mark.parametrize(
    "name, default",
    [("city", "Berlin"), ("note", "first line\nsecond line"), ("pick", "blue"), ("agree", "true")],
)
def test_values_become_those_of_fields(accepted, name, default):
    found = found_field.read(asdict(by_name(accepted)[name])).with_value()

    assert properties.first_of(found.properties) == default


def test_a_chosen_button_of_a_group_stays_drawn(accepted):
    assert found_field.read(asdict(by_name(accepted)["plan"])).with_value() is None
