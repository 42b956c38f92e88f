"""A seal is stored only if what was added to the canonical version is stamp and seal alone."""

from io import BytesIO

import pymupdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from actors.pdf.intake import intake
from actors.pdf.seal import added_objects, interrupted_signing, sealing_steps
from actors.pdf.stamp import revision
from actors.pdf.stamp.stamp import StampedValue
from core.fields.kind import Printed
from tests.actors.pdf import pdfs
from tests.actors.pdf.sealed_pdfs import AT, signer
from tests.actors.pdf.stamp.test_stamp import drawing

MARK = StampedValue(2, 300, 400, 150, 30, Printed.TEXT, "Agreed")
PAIR = signer()


def canonical() -> bytes:
    return intake.accept(pdfs.contract(3)).canonical


def appended(pdf: bytes, *marks: StampedValue) -> bytes:
    """The whole way of a document, without the sandbox around it."""
    added = sealing_steps.stamp_and_prepare(pdf, marks, PAIR.certificate, AT)
    key = interrupted_signing.load_key(PAIR.private_key)
    return sealing_steps.sign(pdf, added, key, PAIR.certificate)


def check(sealed: bytes, length: int, *marks: StampedValue) -> None:
    sealing_steps.check(sealed, length, marks, PAIR.certificate)


@pytest.mark.parametrize(
    ("pdf", "page"),
    [
        (pdfs.contract(3), 2),
        (pdfs.scan(1), 1),
        (pdfs.rotated(), 2),
        (pdfs.labelled(), 1),
        (pdfs.annotated(), 1),
    ],
    ids=["links", "scan", "rotated", "labelled", "annotated"],
)
def test_a_sealed_file_begins_with_what_the_signers_saw(pdf, page):
    begun = intake.accept(pdf).canonical
    mark = StampedValue(page, 300, 400, 150, 30, Printed.TEXT, "Agreed")

    sealed, bare = appended(begun, mark), appended(begun)

    assert sealed.startswith(begun) and bare.startswith(begun)
    check(sealed, len(begun), mark)
    check(bare, len(begun))


def test_only_the_pages_with_marks_are_stamped():
    begun = canonical()

    assert added_objects.check_added_objects(appended(begun), len(begun)) == {}
    assert list(added_objects.check_added_objects(appended(begun, MARK), len(begun))) == [2]


@pdfs.needs_samples
@pytest.mark.parametrize(
    "name",
    [
        "002-trivial-libre-office-writer.pdf",
        "GeoTopo-komprimiert.pdf",
        "cmyk-image.pdf",
        "crazyones-pdfa.pdf",
        "google-doc-document.pdf",
        "habibi-rotated.pdf",
        "multicolumn.pdf",
        "pdflatex-forms.pdf",
    ],
)
def test_signatures_and_values_on_real_documents_pass(name):
    """A picture with transparency changes how a page is mixed: that is no reason to stop."""
    begun = pdfs.accepted_sample(name).canonical
    picture = StampedValue(
        1, 60, 100, 150, 40, Printed.PICTURE, "Signer", drawing(), ("Signer", "Signed")
    )
    marks = (picture, StampedValue(1, 300, 100, 150, 12, Printed.TEXT, "Ậgreed नमस्ते ที่ ﷺ"))

    stamped = appended(begun, *marks)
    check(stamped, len(begun), *marks)

    with pymupdf.open("pdf", stamped) as document:
        assert "Signed" in document[0].get_text()


def test_only_what_was_added_comes_out_of_the_child():
    begun = intake.accept(pdfs.scan(3)).canonical

    added = sealing_steps.stamp_and_prepare(begun, (MARK,), PAIR.certificate, AT)

    assert len(added.revisions) < 40_000 < len(begun)


def drawn_on(pdf: bytes, page: int, box: tuple[float, ...]) -> bytes:
    """What a captured child might give: the revision of a stamp that draws elsewhere."""
    with pymupdf.open("pdf", pdf) as document:
        document[page - 1].draw_rect(box, color=None, fill=(0, 0, 0))
        return pdf + revision.written(document, len(pdf))


def changed(pdf: bytes, change) -> bytes:
    """The file with one more revision by pyHanko."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("page", "box"),
    [(1, (100, 100, 200, 120)), (2, (100, 100, 200, 120)), (2, (300, 400, 480, 430))],
    ids=["on another page", "beside the mark", "beyond the mark"],
)
def test_a_stamp_that_draws_where_no_mark_is_is_refused(page, box):
    begun = canonical()
    sealed = appended(drawn_on(begun, page, box))

    with pytest.raises(sealing_steps.NotAsSealed, match="outside of the marks"):
        check(sealed, len(begun), MARK)


def _other_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][1]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b""))
    writer.mark_update(page.container_ref)


def _other_form(writer: IncrementalPdfFileWriter) -> None:
    """The name under which the page finds its content now means an empty form."""
    page = writer.root["/Pages"]["/Kids"][1]
    empty = {
        generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
        generic.pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 9, 9))),
    }
    forms = page["/Resources"]["/XObject"]
    name = next(iter(forms))
    forms[name] = writer.add_object(generic.StreamObject(empty, stream_data=b""))
    writer.mark_update(page.raw_get("/Resources").reference)


def _wider_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][1]
    page["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 900, 900)))
    writer.mark_update(page.container_ref)


def _other_outline(writer: IncrementalPdfFileWriter) -> None:
    outlines = writer.root["/Outlines"]["/First"]
    outlines["/Title"] = generic.TextStringObject("Another")
    writer.mark_update(outlines.container_ref)


def _other_catalog(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = generic.NullObject()
    writer.update_root()


def _other_page_tree(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject(
        [pages["/Kids"].raw_get(1), pages["/Kids"].raw_get(0), pages["/Kids"].raw_get(2)]
    )
    writer.mark_update(pages.container_ref)


@pytest.mark.parametrize(
    "change",
    [
        _other_content,
        _other_form,
        _wider_page,
        _other_outline,
        _other_catalog,
        _other_page_tree,
    ],
)
def test_a_stamp_that_changes_what_was_there_is_refused(change):
    begun = canonical()
    sealed = appended(changed(begun, change))

    with pytest.raises(sealing_steps.NotAsSealed):
        check(sealed, len(begun), MARK)


def _one_more_object(writer: IncrementalPdfFileWriter) -> None:
    writer.add_object(generic.TextStringObject("hidden"))


@pytest.mark.parametrize(
    "change", [_one_more_object, _other_outline, _other_catalog, _other_page_tree]
)
def test_a_seal_that_brings_more_than_itself_is_refused(change, monkeypatch):
    """The same change in the revision of the seal itself."""
    begun = canonical()
    real = interrupted_signing.IncrementalPdfFileWriter

    def changing(stream: BytesIO) -> IncrementalPdfFileWriter:
        writer = real(stream)
        change(writer)
        return writer

    monkeypatch.setattr(interrupted_signing, "IncrementalPdfFileWriter", changing)
    sealed = appended(begun)

    with pytest.raises(sealing_steps.NotAsSealed):
        check(sealed, len(begun))


def test_a_third_revision_is_refused():
    begun = canonical()
    twice = drawn_on(drawn_on(begun, 2, (310, 405, 320, 410)), 2, (330, 405, 340, 410))
    sealed = appended(twice)

    with pytest.raises(sealing_steps.NotAsSealed, match="revisions"):
        check(sealed, len(begun), MARK)


def test_a_place_for_the_seal_inside_the_document_is_refused():
    begun = canonical()
    added = sealing_steps.stamp_and_prepare(begun, (), PAIR.certificate, AT)
    forged = sealing_steps.AppendedRevisions(added.revisions, added.digest, 10, 20)

    with pytest.raises(sealing_steps.NotAsSealed):
        sealing_steps.sign(
            begun, forged, interrupted_signing.load_key(PAIR.private_key), PAIR.certificate
        )
