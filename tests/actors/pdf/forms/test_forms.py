"""Form fields look as their values say, annotations as their flags say."""

import io
import subprocess
import unicodedata
from functools import cache

import pymupdf
import pytest
from PIL import Image, ImageOps

from actors.pdf.intake import intake
from core.documents.refusals import XfaForm
from tests.actors.pdf import pdfs, poppler
from tests.actors.pdf.forms import form_pdfs
from tests.actors.pdf.forms.form_pdfs import FIRST, form, look, widget

BOX = (50, 300, 250, 320)
STALE = look(b"/Tx BMC BT /Helv 10 Tf 2 6 Td (OLD) Tj ET EMC")
BLANK = look(b"/Tx BMC EMC")


def taken(pdf: bytes) -> intake.Accepted:
    return intake.accept(pdf)


def words(pdf: bytes) -> list[str]:
    return pdfs.texts(taken(pdf).canonical)[0].split("\n")


@cache
def painted(pdf: bytes, dpi: int) -> Image.Image:
    page = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-"], input=pdf, capture_output=True, check=True
    )
    return Image.open(io.BytesIO(page.stdout)).convert("L")


def ink(pdf: bytes, box: tuple[int, int, int, int], dpi: int = 144) -> tuple[float, ...] | None:
    """What Poppler paints inside a box of the page (points from below): its edges, in points."""
    picture, scale = painted(pdf, dpi), dpi / 72
    height = picture.height / scale
    left, low, right, high = box
    cut = picture.crop(
        tuple(round(scale * n) for n in (left + 1, height - high + 1, right - 1, height - low - 1))
    )
    found = ImageOps.invert(cut).point(lambda level: 255 * (level > 64)).getbbox()
    return found and tuple(round(edge / scale, 1) for edge in found)


def alike(pdf: bytes, box: tuple[int, int, int, int], tolerance: float) -> bool:
    before, after = ink(pdf, box), ink(taken(pdf).canonical, box)
    if before is None or after is None:
        return before is after
    return all(abs(one - other) <= tolerance for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize(
    "entries, shown",
    [
        (b"/FT/Tx/V(NEW)", "NEW"),
        (b"/FT/Tx/V(one\\rtwo)/Ff 4096", "one|two"),
        (b"/FT/Tx/V(secret)/Ff 8192", "******"),
        (b"/FT/Tx/V(AB12)/Ff 16777216/MaxLen 8", "A|B|1|2"),
        (b"/FT/Tx/V<FEFF0150017000470061>", "ŐŰGa"),
        (b"/FT/Tx/V<FEFF06450631062D06280627>", "مرحبا"),
        (b"/FT/Ch/Ff 131072/Opt[[(de)(Germany)][(fr)(France)]]/V(fr)", "France"),
        (b"/FT/Ch/Ff 131072/Opt[(red)(blue)]/V(blue)", "blue"),
        (b"/FT/Ch/Opt[(red)(blue)]/V(blue)/TI 1", "blue"),
        (b"/FT/Tx/V %d 0 R" % (FIRST + 1), "of a stream"),
    ],
)
@pytest.mark.parametrize("found", [b"", b"/AP<</N %d 0 R>>" % (FIRST + 2)], ids=["none", "old"])
def test_a_form_that_asks_for_it_shows_what_its_fields_hold(entries, shown, found):
    pdf = form(
        widget(entries + found, (50, 280, 250, 320)),
        needed=True,
        more=(pdfs.stream(b"of a stream"), STALE),
    )

    read = "|".join(words(pdf)[1:-1])
    assert unicodedata.normalize("NFKC", read) == shown  # joined letters have codes of their own


@pytest.mark.parametrize("found", [b"", b"/AP<</N %d 0 R>>" % (FIRST + 1)], ids=["none", "blank"])
@pytest.mark.parametrize("needed", [True, False])
def test_a_look_that_is_missing_or_empty_is_made(found, needed):
    pdf = form(widget(b"/FT/Tx/V(12500)" + found), needed=needed, more=(BLANK,))

    assert words(pdf)[1] == "12500"


def test_a_look_that_is_there_stays_where_the_form_does_not_ask():
    pdf = form(widget(b"/FT/Tx/V(NEW)/AP<</N %d 0 R>>" % (FIRST + 1)), more=(STALE,))

    assert words(pdf)[1] == "OLD"


@pytest.mark.parametrize(
    "written", [b"<FEFFD800>", b"<EFBBBFFF>", b"<FEFF0000001B0041>", b"(a\\000b)"]
)
def test_what_a_field_is_called_and_holds_can_be_stored(written):
    (field,) = taken(form(widget(b"/FT/Tx/T%s/TU%s/V%s" % (written, written, written)))).fields

    for text in (field.name, field.label, field.value):
        assert text == text.encode().decode().replace("\0", "")


def test_value_and_style_are_inherited_from_the_field():
    kid = widget(b"/Parent %d 0 R" % (FIRST + 1))
    field = b"<</FT/Tx/T(price)/V(2000)/DA(/Helv 14 Tf 1 0 0 rg)/Kids[%d 0 R]>>" % FIRST
    pdf = form(kid, needed=True, fields=b"%d 0 R" % (FIRST + 1), more=(field,))

    with pymupdf.open("pdf", taken(pdf).canonical) as document:
        lines = [b["lines"] for b in document[0].get_text("dict")["blocks"]]
    span = lines[-1][-1]["spans"][0]
    assert (span["text"], round(span["size"]), span["color"]) == ("2000", 14, 0xFF0000)


@pdfs.needs_poppler
@pytest.mark.parametrize("align", [0, 1, 2])
def test_a_value_stands_where_poppler_puts_it(align):
    assert alike(form(widget(b"/FT/Tx/V(12500)/Q %d" % align), needed=True), BOX, 2.5)


@pytest.mark.parametrize("called, drawn", [(b"C", "Courier"), (b"T", "Times-Bold"), (b"X", "Helv")])
def test_a_value_is_set_in_the_standard_font_nearest_to_the_one_asked_for(called, drawn):
    fonts = (
        b"/Font<</C<</Type/Font/Subtype/TrueType/BaseFont/CourierNewPSMT>>"
        b"/T<</Type/Font/Subtype/Type1/BaseFont/Times-Bold>>"
    )
    pdf = form(widget(b"/FT/Tx/V(12500)/DA(/%s 10 Tf 0 g)" % called), needed=True)

    with pymupdf.open("pdf", taken(pdf.replace(b"/Font<<", fonts)).canonical) as document:
        spans = [b["lines"][-1]["spans"][0] for b in document[0].get_text("dict")["blocks"]]
    assert spans[-1]["text"] == "12500"
    assert spans[-1]["font"].startswith(drawn)


@pdfs.needs_poppler
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_field_is_turned_as_poppler_turns_it(turn):
    box = (100, 100, 300, 300)
    pdf = form(widget(b"/FT/Tx/V(12500)/DA(/Helv 30 Tf 0 g)/MK<</R %d>>" % turn, box), needed=True)

    assert alike(pdf, box, 6)


@pdfs.needs_poppler
@pytest.mark.parametrize("sign", ["4", "l", "8", "u", "n", "H"])
@pytest.mark.parametrize(
    "entries",
    [
        b"/V/Yes/AS/Yes",
        b"/V/Yes/AS/Yes/AP<</N<</Off %d 0 R>>>>" % (FIRST + 1),
    ],
    ids=["no look", "none for this state"],
)
def test_a_tick_without_a_look_gets_one(sign, entries):
    box = (50, 300, 70, 320)
    button = widget(b"/FT/Btn%s/MK<</CA(%s)>>" % (entries, sign.encode()), box)

    drawn = ink(taken(form(button, needed=True, more=(BLANK,))).canonical, box)

    assert drawn is not None
    assert drawn[2] - drawn[0] > 6


@pdfs.needs_poppler
@pytest.mark.parametrize(
    "entries",
    [
        b"/T(x)/V/Yes",
        b"/T(x)/V(Yes)",
        b"/T(x)/V/Yes/AP<</N<</Yes %d 0 R>>>>" % (FIRST + 1),
        b"/T(x)/V/Yes/AP<</N<</Yes %d 0 R>>>>" % (FIRST + 2),
    ],
)
def test_a_button_that_says_nothing_is_on_if_its_value_is(entries):
    box = (50, 300, 70, 320)
    square = look(b"0 0 1 rg 4 4 12 12 re f", 20, 20)
    pdf = form(widget(b"/FT/Btn" + entries, box), more=(square, BLANK))

    accepted = taken(pdf)

    assert ink(accepted.canonical, box) is not None
    assert [field.value for field in accepted.fields] == ["true"]


@pdfs.needs_poppler
def test_of_buttons_that_share_a_value_only_the_one_it_names_is_on():
    boxes = [(50, 300, 70, 320), (90, 300, 110, 320)]
    parent = b"/Parent %d 0 R" % (FIRST + 3)
    kids = [
        widget(parent + b"/AP<</N<</%s %d 0 R>>>>" % (state, FIRST + 2), box)
        for state, box in zip((b"one", b"two"), boxes, strict=True)
    ]
    field = b"<</FT/Btn/Ff 32768/T(choice)/V/two/Kids[%d 0 R %d 0 R]>>" % (FIRST, FIRST + 1)
    square = look(b"0 0 1 rg 4 4 12 12 re f", 20, 20)

    accepted = taken(form(*kids, fields=b"%d 0 R" % (FIRST + 3), more=(square, field)))

    assert [ink(accepted.canonical, box) is not None for box in boxes] == [False, True]
    assert [field.value for field in accepted.fields] == ["", "true"]


@pdfs.needs_poppler
@pytest.mark.parametrize("entries", [b"/V/Off/AS/Off", b"/V/Yes/AS/Off", b""])
def test_a_button_that_is_off_shows_no_tick(entries):
    box = (50, 300, 70, 320)

    assert ink(taken(form(widget(b"/FT/Btn" + entries, box), needed=True)).canonical, box) is None


@pdfs.needs_poppler
def test_nothing_is_drawn_where_the_file_draws_nothing():
    pdf = form(widget(b"/FT/Sig/T(signature)"), widget(b"/FT/Tx/T(open)", (50, 200, 250, 220)))

    accepted = taken(pdf)

    assert {field.kind for field in accepted.fields} == {"signature", "text"}
    assert ink(accepted.canonical, (0, 0, 400, 370)) is None


@pytest.mark.parametrize(
    "cycle",
    [
        (widget(b"/FT/Tx/T(a)/V(left out)/Parent %d 0 R" % FIRST),),
        (
            widget(b"/T(a)/V(left out)/Parent %d 0 R" % (FIRST + 2)),
            widget(b"/FT/Tx/T(b)/V(kept)", (50, 200, 250, 220)),
            b"<</T(c)/Parent %d 0 R/Kids[%d 0 R]>>" % (FIRST + 3, FIRST),
            b"<</T(d)/Parent %d 0 R/Kids[%d 0 R]>>" % (FIRST + 2, FIRST + 2),
        ),
    ],
    ids=["its own parent", "a circle of parents"],
)
def test_a_field_whose_parents_lead_in_a_circle_is_left_out_with_a_note(cycle):
    widgets, others = cycle[:2], cycle[2:]

    accepted = taken(form(*widgets, more=others))

    assert "fields_left_out" in accepted.notes
    assert "left out" not in pdfs.texts(accepted.canonical)[0]
    assert [field.name for field in accepted.fields] == ["b"][: len(widgets) - 1]


@pytest.mark.parametrize(
    "flags, subtype, seen",
    [
        (0, b"Stamp", True),
        (4, b"Stamp", True),
        (2, b"Stamp", False),
        (32, b"Stamp", False),
        (36, b"Stamp", False),
        (1, b"Stamp", True),
        (1, b"NobodyKnows", False),
        (0, b"NobodyKnows", True),
        (2, b"Widget/FT/Tx", False),
        (32, b"Widget/FT/Tx", False),
        (0, b"Widget/FT/Tx", True),
    ],
)
def test_an_annotation_is_seen_as_its_flags_say_for_a_screen(flags, subtype, seen):
    annotation = b"<</Type/Annot/Subtype/%s/F %d/Rect[50 300 250 320]/AP<</N %d 0 R>>>>" % (
        subtype,
        flags,
        FIRST + 1,
    )

    assert ("OLD" in words(form(annotation, more=(STALE,)))) == seen


@pdfs.needs_poppler
@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("flags", [4, 20])
def test_what_does_not_turn_with_its_page_stands_upright(turn, flags):
    painted = look(b"1 0 0 rg 0 0 60 20 re f 0 0 1 rg 0 0 20 10 re f", 60, 20)
    annotation = b"<</Subtype/Stamp/F %d/Rect[150 180 210 200]/AP<</N %d 0 R>>>>"
    pdf = form(annotation % (flags, FIRST + 1), page=b"/Rotate %d" % turn, more=(painted,))

    assert poppler.differing_in_poppler(pdf, taken(pdf).canonical) < 0.002


@pytest.mark.parametrize(
    "rotation, size",
    [
        (b"0", (300, 400)),
        (b"45", (300, 400)),
        (b"91", (300, 400)),
        (b"90", (400, 300)),
        (b"90.0", (400, 300)),
        (b"-90", (400, 300)),
        (b"450", (400, 300)),
        (b"540", (300, 400)),
        (b"-270", (400, 300)),
        (b"(90)", (300, 400)),
    ],
)
def test_a_page_is_turned_by_multiples_of_90_degrees_only(rotation, size):
    pdf = pdfs.assemble(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/Rotate %s>>" % rotation,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>",
    )

    page = taken(pdf).pages[0]

    assert (page.width, page.height) == size


@pytest.mark.parametrize(
    "catalog, fields, accepted",
    [
        (b"", True, True),
        (b"/NeedsRendering false", True, True),
        (b"/NeedsRendering true", True, False),
        (b"", False, False),
    ],
)
def test_an_xfa_form_is_taken_where_its_pages_are_complete_without(catalog, fields, accepted):
    plain = form(widget(b"/FT/Tx/T(name)/V(Example Ltd)"))
    pdf = plain.replace(b"/Fields[", b"/XFA(<xdp/>)/Fields[", 1).replace(
        b"/Type/Catalog", b"/Type/Catalog" + catalog, 1
    )
    pdf = pdf if fields else pdf.replace(b"/Annots[", b"/Nothing[")

    if not accepted:
        with pytest.raises(XfaForm):
            taken(pdf)
        return
    assert "xfa_removed" in taken(pdf).notes
    assert b"XFA" not in taken(pdf).canonical
    assert "Example Ltd" in words(pdf)


CASES_AS_POPPLER_SEES_THEM = {
    "form-stale-look": [(50, 700, 350, 720)],
    "form-need-appearances": [
        *((50, low, 350, low + 20) for low in (700, 660, 620, 580, 460)),
        (50, 400, 350, 450),
        (50, 340, 62, 352),
    ],
    "form-no-needappearances": [(222, low + 2, 398, low + 18) for low in (190, 130, 100, 70)],
    "annotation-flags": [(220, low, 400, low + 20) for low in range(30, 231, 25)],
    "form-empty-signature-field": [(50, 10, 550, 750)],
    "xfa-hybrid": [(50, 700, 350, 720), (50, 660, 350, 680), (50, 600, 250, 640)],
}


@form_pdfs.needs_cases
@pdfs.needs_poppler
@pytest.mark.parametrize("name", CASES_AS_POPPLER_SEES_THEM)
def test_the_cases_look_as_poppler_draws_them(name):
    pdf = form_pdfs.case(name)
    canonical = taken(pdf).canonical

    for box in CASES_AS_POPPLER_SEES_THEM[name]:
        before, after = ink(pdf, box), ink(canonical, box)
        assert (before is None) == (after is None), box
        if before and after:  # Poppler sets Helvetica in a narrower font here
            assert abs(before[0] - after[0]) < 3, box
            assert abs(before[1] - after[1]) < 4, box
            assert abs(before[3] - after[3]) < 4, box


@form_pdfs.needs_cases
@pdfs.needs_poppler
@pytest.mark.parametrize("name", ["annotation-norotate", "rotate-45"])
def test_the_cases_of_annotations_and_turned_pages_look_as_in_poppler(name):
    pdf = form_pdfs.case(name)

    assert poppler.differing_in_poppler(pdf, taken(pdf).canonical) < 0.01


@form_pdfs.needs_cases
def test_the_cases_of_forms_show_every_value():
    assert "EUR 2000" in words(form_pdfs.case("form-stale-look"))
    filled = words(form_pdfs.case("form-need-appearances"))
    assert {"VALUE-WITHOUT-AP", "VALUE-BLANK-AP", "VALUE-NEW", "COMBO-TWO"} <= set(filled)
    assert {"LIST-ONE", "LIST-TWO", "LINE-ONE", "LINE-TWO", "ŐŰ-UNICODE"} <= set(filled)
    assert words(form_pdfs.case("form-no-needappearances")).count("12500") == 3
    assert "fields_left_out" in taken(form_pdfs.case("widget-parent-cycle")).notes
    assert "xfa_removed" in taken(form_pdfs.case("xfa-hybrid")).notes
