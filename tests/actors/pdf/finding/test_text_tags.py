"""Text tags become fields, and nothing of their text is left in the document."""

import pymupdf
import pytest

from actors.pdf.finding import tag_text
from actors.pdf.finding.tag_text import UnknownTag
from actors.pdf.intake import intake
from core.fields import kinds
from tests.actors.pdf import pdfs

TAG = "{{signature;role=Buyer;required}}"
ABOVE, BELOW = "Tight gjpq line above the tag", "Tight line below, which stays ÄÖ"


def document(*lines: tuple[float, float, str], size: float = 11, turned: int = 0) -> bytes:
    made = pymupdf.open()
    page = made.new_page()
    for x, y, text in lines:
        page.insert_text((x, y), text, fontsize=size)
    page.set_rotation(turned)
    return made.tobytes()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_tag_is_gone_and_the_text_around_it_stays(turned):
    pdf = document(
        (72, 88, ABOVE), (72, 100, f"Before {TAG} after"), (72, 112, BELOW), turned=turned
    )

    accepted = intake.accept(pdf)

    text = pdfs.texts(accepted.canonical)[0]
    assert [(f.kind, f.role, f.required, f.source) for f in accepted.fields] == [
        ("signature", "Buyer", True, "tag")
    ]
    assert all(kept in text for kept in (ABOVE, BELOW, "Before", "after"))
    assert "{{" not in text
    assert "Buyer" not in text
    assert accepted.notes == ()


def test_nothing_of_a_tag_is_in_the_bytes_of_the_canonical_version():
    accepted = intake.accept(document((72, 100, "{{text;label=Xylophone}}")))

    with pymupdf.open("pdf", accepted.canonical) as canonical:
        streams = [canonical.xref_stream(n) or b"" for n in range(1, canonical.xref_length())]
    assert not any(b"Xylophone" in stream or b"label" in stream for stream in streams)
    assert [f.label for f in accepted.fields] == ["Xylophone"]


def test_a_tag_is_read_over_several_lines_and_fonts():
    made = pymupdf.open()
    page = made.new_page()
    page.insert_text((72, 100), "{{dropdown;options=Red|Blue;")
    page.insert_text((72, 113), "label=Favorite", fontname="hebo")
    page.insert_text((160, 113), "color}} end")

    (field,) = intake.accept(made.tobytes()).fields

    assert (field.label, field.properties) == ("Favorite color", {"options": ["Red", "Blue"]})


def test_a_field_stands_on_the_line_of_its_tag_and_on_the_page():
    first, last = intake.accept(
        document((72, 300, "{{text;width=100;height=20}}"), (500, 20, "{{signature}}"))
    ).fields

    assert (first.x, first.width, first.height) == (72, 100, 20)
    assert 300 <= first.y + first.height <= 305
    assert (last.x + last.width, last.y) == (595, 0)


@pytest.mark.parametrize(
    "tag",
    [
        "{{nonsense;role=Buyer}}",
        "{{text;colour=red}}",
        "{{text;width=99999}}",
        "{{text;width=-5}}",
        "{{text;width=NaN}}",
        "{{text;height=1}}",
        "{{text;required=maybe}}",
        "{{number;max=lots}}",
        "{{ client.name }}",
    ],
)
def test_what_a_tag_says_and_no_one_knows_stays_and_is_told_with_its_page(tag):
    accepted = intake.accept(document((72, 100, f"A {tag} B")))

    assert accepted.fields == ()
    assert accepted.notes == ("tags_unknown:1",)
    assert tag in pdfs.texts(accepted.canonical)[0]


@pytest.mark.parametrize("kind", [kind.name for kind in kinds.ALL])
def test_every_kind_of_field_has_a_tag(kind):
    tag = tag_text.read(f"{kind};role=Buyer;name=a_name;label=A label;width=50;height=20;optional")

    assert (tag.kind.name, tag.role, tag.name, tag.label) == (kind, "Buyer", "a_name", "A label")
    assert (tag.width, tag.height, tag.required) == (50, 20, False)


@pytest.mark.parametrize(
    "inside, kind, properties",
    [
        ("text;max=30;default=North", "text", {"length": 30, "default": "North"}),
        ("number;min=2;max=9.5", "number", {"minimum": "2", "maximum": "9.5"}),
        ("Home city;type=text;align=right", "text", {"alignment": "right"}),
        ("date signed", "date_signed", {}),
        ("Sign", "signature", {}),
        ("select;options=A, B", "dropdown", {"options": ["A", "B"]}),
        ("text;read only", "text", {"read_only": True}),
    ],
)
def test_a_tag_says_the_properties_of_its_kind(inside, kind, properties):
    tag = tag_text.read(inside)

    assert (tag.kind.name, tag.properties) == (kind, properties)


def test_a_tag_in_the_other_order_is_called_by_its_first_word():
    tag = tag_text.read("Home city;role=Seller;type=text")

    assert (tag.name, tag.label, tag.role) == ("Home city", "Home city", "Seller")


def test_lengths_may_have_units():
    tag = tag_text.read("text;width=1in;height=10mm")

    assert (tag.width, round(tag.height, 2)) == (72, 28.35)
    with pytest.raises(UnknownTag):
        tag_text.read("text;width=1 mile")


def test_many_tags_are_taken_out():
    lines = [(40 + 110 * c, 30 + 7.5 * n, "{{text;role=B}}") for c in range(5) for n in range(20)]

    accepted = intake.accept(document(*lines, size=6))

    assert len(accepted.fields) == 100
    assert pdfs.texts(accepted.canonical)[0].strip() == ""
