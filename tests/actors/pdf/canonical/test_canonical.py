"""The canonical version looks and leads as the original did, and holds nothing else."""

import io
import subprocess
from functools import cache

import pymupdf
import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject, NameObject

from actors.pdf.comparison import pixel_difference, rasters
from actors.pdf.comparison.engines import Pdfium
from actors.pdf.intake import intake
from tests.actors.pdf import pdfs
from tests.actors.pdf.comparison import viewer_dependent_pdfs
from tests.actors.pdf.pdfs import stream
from tests.actors.pdf.poppler import differing_in_poppler, ink_between_poppler_and_mupdf

OWN = {
    "contract": pdfs.contract,
    "turned": pdfs.rotated,
    "upside down": lambda: pdfs.rotated(180),
    "cropped": pdfs.cropped,
    "cropped and turned": pdfs.cropped_and_rotated,
    "offset media box": pdfs.offset_media_box,
    "inherited": pdfs.inherited,
    "CMYK": pdfs.cmyk,
    "scan": pdfs.scan,
    "fax": pdfs.fax,
    "fonts that are only named": pdfs.named_fonts,
    "form": pdfs.form,
    "annotated": pdfs.annotated,
    "hidden layer": pdfs.with_hidden_layer,
    "attachment": pdfs.with_attachment,
    "scripts": pdfs.with_scripts,
    "tagged": pdfs.tagged,
    "labelled": pdfs.labelled,
}
LEADING = ["contract", "turned", "upside down", "cropped", "cropped and turned", "offset media box"]
SAMPLES = [
    "002-trivial-libre-office-writer.pdf",
    "GeoTopo-komprimiert.pdf",
    "cmyk-image.pdf",
    "crazyones-pdfa.pdf",
    "google-doc-document.pdf",
    "habibi-rotated.pdf",
    "libreoffice-form.pdf",
    "multicolumn.pdf",
    "pdflatex-4-pages.pdf",
    "pdflatex-forms.pdf",
    "with-attachment.pdf",
]


def canonical(pdf: bytes, password: str | None = None) -> bytes:
    return intake.accept(pdf, password).canonical


@cache
def original_of(name: str) -> bytes:
    return OWN[name]() if name in OWN else pdfs.sample(name)


@cache
def accepted_of(name: str) -> intake.Accepted:
    """Made once for all tests that look at it."""
    return intake.accept(OWN[name]()) if name in OWN else pdfs.accepted_sample(name)


def canonical_of(name: str) -> bytes:
    return accepted_of(name).canonical


@pytest.mark.parametrize("name", OWN)
def test_pages_look_as_before_in_mupdf(name):
    assert rasters.differing(original_of(name), canonical_of(name)) < 0.001


@pdfs.needs_poppler
@pytest.mark.parametrize("name", OWN)
def test_poppler_shows_what_mupdf_shows(name):
    made = canonical_of(name)

    assert ink_between_poppler_and_mupdf(made, made) < 24


@pdfs.needs_samples
@pytest.mark.parametrize("name", SAMPLES)
def test_samples_look_as_before_in_mupdf_and_no_page_is_called_ambiguous(name):
    notes = accepted_of(name).notes

    assert rasters.differing(original_of(name), canonical_of(name)) < 0.001
    assert not [note for note in notes if note.startswith(intake.AMBIGUOUS)]


@pdfs.needs_samples
@pdfs.needs_poppler
@pytest.mark.parametrize("name", SAMPLES)
def test_samples_look_as_before_in_poppler(name):
    assert differing_in_poppler(original_of(name), canonical_of(name)) < 0.001


def test_a_user_unit_becomes_the_size_of_the_page():
    original = pdfs.user_unit(2.0)

    made = canonical(original)

    assert sizes(made) == [(1190, 1684), (1190, 1684)]
    assert rasters.differing(original, made) < 0.001


@pdfs.needs_poppler
def test_poppler_which_ignores_user_units_shows_their_size_too():
    original = pdfs.user_unit(2.0)

    assert ink_between_poppler_and_mupdf(canonical(original), original) < 24


def test_a_box_without_width_falls_back_on_the_media_box():
    made = canonical(pdfs.zero_width_box())

    assert sizes(made) == [(595, 842), (595, 842)]
    assert rasters.differing(pdfs.contract(2), made) < 0.001


def test_turned_and_cropped_pages_come_out_upright_with_the_origin_in_the_corner():
    page = opened(canonical(pdfs.cropped_and_rotated()))[0]

    assert page.rotation == 0
    assert page.mediabox == page.cropbox == pymupdf.Rect(0, 0, 750, 515)


@pytest.mark.parametrize("name", LEADING)
def test_links_and_bookmarks_lead_where_they_did(name):
    original, made = original_of(name), canonical_of(name)

    assert pdfs.links(made) == pdfs.links(original)
    assert all(pdfs.links(made))
    assert places(made) == pytest.approx(places(original), abs=0.01)
    assert pdfs.bookmarks(made) == pdfs.bookmarks(original) != []


@pdfs.needs_samples
def test_all_links_and_bookmarks_of_a_book_of_117_pages_are_kept():
    book = "GeoTopo-komprimiert.pdf"
    original, made = original_of(book), canonical_of(book)

    assert pdfs.links(made) == pdfs.links(original)
    assert sum(map(len, pdfs.links(made))) == 509
    assert places(made) == pytest.approx(places(original), abs=0.01)
    assert pdfs.bookmarks(made) == pdfs.bookmarks(original)
    assert len(pdfs.bookmarks(made)) == 35
    assert len(made) < len(original)


def test_page_labels_title_and_language_are_kept_and_nothing_else_of_the_description():
    labels = opened(canonical(pdfs.labelled())).get_page_labels()
    document = opened(canonical(pdfs.tagged()))

    assert [(label["startpage"], label["prefix"], label["style"]) for label in labels] == [
        (0, "", "r"),
        (2, "A-", "D"),
    ]
    assert document.metadata["title"] == "A contract"
    assert document.metadata["author"] == ""
    assert document.xref_get_key(document.pdf_catalog(), "Lang")[1] == "de-CH"


@pdfs.needs_qpdf
@pytest.mark.parametrize("name", [*OWN, *(SAMPLES if pdfs.SAMPLES.is_dir() else [])])
def test_qpdf_finds_nothing_wrong(name, tmp_path):
    file = tmp_path / "canonical.pdf"
    file.write_bytes(canonical_of(name))

    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("name", OWN)
def test_the_same_file_gives_the_same_bytes(name):
    assert canonical(original_of(name)) == canonical_of(name)


def test_fonts_are_inside_and_what_says_otherwise_is_left_behind():
    original = pdfs.named_fonts()
    document = opened(canonical(original))

    assert all(font[1] != "n/a" for page in document for font in page.get_fonts(full=True))
    assert pdfs.texts(document.tobytes()) == pdfs.texts(original)


@pdfs.needs_cases
def test_an_alternate_image_does_not_survive():
    original = pdfs.case("image-alternates.pdf")

    before, after = (unpacked(pdf).replace(b" ", b"") for pdf in (original, canonical(original)))

    assert b"/Alternates[" in before
    assert b"/Alternates[" not in after


ELSEWHERE = ("/AF", "/Alternates", "/Ref", "/OPI", "/PS", "/Subtype2", "/EF", "/OC")
"""Keys by which a file holds, or names, another content than the one that is shown."""


def what_stands_for_something_else() -> bytes:
    """An associated file of each object that may have one, alternates, references, PostScript."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 420 160]/Resources<<>>/AF[10 0 R]"
    image = b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    return viewer_dependent_pdfs.page(
        b"/Proxy Do /Program Do /Image Do /Bare Do " + viewer_dependent_pdfs.SMALL,
        stream(b"", form + b"/Ref<</F(other.pdf)/Page 0>>/OPI<</2.0<</F(other.tif)>>>>"),
        stream(b"", form + b"/Subtype2/PS/PS 9 0 R"),
        stream(b"\xff", image + b"/Alternates[<</Image 8 0 R>>]/OPI<</1.3<<>>>>/AF[10 0 R]"),
        stream(b"showpage", b"/Type/XObject/Subtype/PS"),
        b"<</Type/Filespec/F(other.txt)/EF<</F 11 0 R>>/AFRelationship/Alternative>>",
        stream(b"another content", b"/Type/EmbeddedFile"),
        b"<</Type/OCG/Name(Layer)>>",
        resources=b"/XObject<</Proxy 6 0 R/Program 7 0 R/Image 8 0 R/Bare 9 0 R>>",
        entries=b"/AF[10 0 R]",
        root=b"/AF[10 0 R]/OCProperties<</OCGs[12 0 R]/D<<>>>>",
    ).replace(b"/Type/XObject/Subtype/Form/BBox", b"/OC 12 0 R/Type/XObject/Subtype/Form/BBox")


def test_nothing_that_stands_for_something_else_is_left():
    original = what_stands_for_something_else()

    before, after = (names(pdf) for pdf in (original, canonical(original)))

    assert set(ELSEWHERE) <= before
    assert not set(ELSEWHERE) & after
    assert "/XObject" in after


def names(pdf: bytes) -> set[str]:
    """All keys of dictionaries, and all names that are values, of every object of a file."""
    reader = PdfReader(io.BytesIO(pdf))
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            found.update(value)
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)
        elif isinstance(value, NameObject):
            found.add(str(value))

    for number in range(1, int(reader.trailer["/Size"])):
        walk(reader.get_object(IndirectObject(number, 0, reader)))
    return found


@pdfs.needs_cases
def test_an_image_keeps_its_colours():
    original = pdfs.case("image-asciihex-array.pdf")

    assert rasters.differing(original, canonical(original)) == 0


@pdfs.needs_cases
def test_the_look_of_a_link_is_kept_and_covers_what_it_covered():
    original = pdfs.case("link-appearance.pdf")

    made = canonical(original)

    assert pdfs.links(made) == [["https://a.example"]]
    assert engines_agree(made, original)


def test_no_layer_is_left():
    plain = unpacked(canonical(pdfs.with_hidden_layer()))

    for word in (b"/OCProperties", b"/OC ", b"/OCG", b"BDC", b"/Properties"):
        assert word not in plain


@pytest.mark.parametrize("address", ["ftp://a.example", "tel:112", "file:///etc", "a.example"])
def test_only_links_to_the_web_and_to_mail_are_kept(address):
    document = opened(pdfs.contract(1))
    box = pymupdf.Rect(300, 300, 340, 320)
    document[0].insert_link({"kind": pymupdf.LINK_URI, "from": box, "uri": address})

    accepted = intake.accept(document.tobytes())

    assert pdfs.links(accepted.canonical) == [["https://example.com/terms/1", "page 1"]]
    assert accepted.notes == ("actions_removed",)


def test_scripts_programs_and_attachments_are_left_behind():
    for original in (pdfs.with_scripts(), pdfs.with_attachment(), pdfs.form()):
        plain = unpacked(canonical(original))

        for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/AcroForm"):
            assert word in unpacked(original) or word not in plain
            assert word not in plain
        assert b"not part of the contract" not in plain


def test_a_link_to_a_script_is_left_behind_and_its_neighbours_kept():
    document = opened(pdfs.contract(1))
    box = pymupdf.Rect(300, 300, 340, 320)
    link = {"kind": pymupdf.LINK_URI, "from": box, "uri": "javascript:alert(1)"}
    document[0].insert_link(link)

    accepted = intake.accept(document.tobytes())

    assert pdfs.links(accepted.canonical) == [["https://example.com/terms/1", "page 1"]]
    assert accepted.notes == ("actions_removed",)


def test_words_of_a_hidden_layer_are_not_in_the_file():
    made = canonical(pdfs.with_hidden_layer())

    assert "Words that show" in pdfs.texts(made)[0]
    assert "Words that hide" not in pdfs.texts(made)[0]
    assert b"Words that hide".hex().encode() not in unpacked(made)


def test_filled_form_fields_become_part_of_the_page():
    text = pdfs.texts(canonical(pdfs.form()))[0]

    assert "Signer One" in text
    assert "red" in text


def test_a_hidden_annotation_stays_hidden():
    text = pdfs.texts(canonical(pdfs.annotated()))[0]

    assert "Checked by legal" in text
    assert "Hidden words" not in text


def test_bookmarks_in_a_circle_end():
    circle = pdfs.assemble(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</First 5 0 R/Last 5 0 R/Count 1>>",
        b"<</Title(Round and round)/Parent 4 0 R/Next 5 0 R/First 5 0 R/Dest[3 0 R/Fit]>>",
    )

    assert pdfs.bookmarks(canonical(circle)) == [(1, "Round and round", 1)]


def engines_agree(made: bytes, original: bytes) -> bool:
    """Whether PDFium shows both the same, with the looks of annotations."""
    pictures_of = [Pdfium(pdf).painter(0, annotated=True)(840, 320) for pdf in (made, original)]
    return pixel_difference.difference(*pictures_of, 4) < 90  # the named font is another one


def opened(pdf: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=pdf, filetype="pdf")


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    return [(page.rect.width, page.rect.height) for page in opened(pdf)]


def unpacked(pdf: bytes) -> bytes:
    return opened(pdf).tobytes(expand=255, garbage=0, use_objstms=0)


def places(pdf: bytes) -> list[float]:
    """Where all links stand and, within the document, where they lead: points as shown."""
    document = opened(pdf)
    return [side for page in document for link in page.get_links() for side in _sides(link, pdf)]


def _sides(link: dict, pdf: bytes) -> list[float]:
    if link["kind"] == pymupdf.LINK_URI:
        return list(link["from"])
    left, top = link["to"]
    if link["kind"] == pymupdf.LINK_NAMED and top:  # given from the lower left corner
        top = opened(pdf)[link["page"]].rect.height - top
    return [*link["from"], left, top]
