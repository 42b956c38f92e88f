"""Builders of PDFs for tests: each function returns the bytes of one kind of document."""

import io
import shutil
import subprocess
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from actors.pdf.intake import intake

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"

CASES = SAMPLES.parent / "cases"

needs_cases = pytest.mark.skipif(
    not CASES.is_dir(), reason="the cases that failed (../shared/cases) are not here"
)
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample documents (../shared/samples) are not here"
)
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="pdftoppm (Debian package poppler-utils) is missing"
)
needs_qpdf = pytest.mark.skipif(
    shutil.which("qpdf") is None, reason="qpdf (Debian package qpdf) is missing"
)

SENTENCE = "The supplier delivers the goods on the agreed day, and the customer pays for them. "


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


@cache
def accepted_sample(name: str, password: str | None = None) -> intake.Accepted:
    """Taken in once for all tests of a process: a book takes long."""
    return intake.accept(sample(name), password)


def case(name: str) -> bytes:
    return (CASES / name).read_bytes()


def contract(
    pages: int = 4, width: float = 595, height: float = 842, fontfile: Path | None = None
) -> bytes:
    """
    Pages of text with a bookmark, a web link and a link to the next page on each.

    In Helvetica that is only named, of which each viewer has its own, or in an embedded font.
    """
    document = pymupdf.open()
    font = {"fontname": "own", "fontfile": str(fontfile)} if fontfile else {}
    for number in range(pages):
        page = document.new_page(width=width, height=height)
        page.insert_text((72, 72), f"Contract, page {number + 1}", fontsize=18, **font)
        page.insert_textbox((72, 100, width - 72, height - 150), SENTENCE * 15, fontsize=11, **font)
        page.insert_text((72, height - 100), "our terms", fontsize=11, color=(0, 0, 1), **font)
    for number, page in enumerate(document):
        web = pymupdf.Rect(72, height - 112, 130, height - 95)
        uri = f"https://example.com/terms/{number + 1}"
        page.insert_link({"kind": pymupdf.LINK_URI, "from": web, "uri": uri})
        following = pymupdf.Rect(200, height - 112, 260, height - 95)
        goto = {"kind": pymupdf.LINK_GOTO, "from": following, "page": (number + 1) % pages}
        page.insert_link(goto | {"to": pymupdf.Point(72, 60)})
    document.set_toc([[1 + n % 2, f"Part {n + 1}", n + 1] for n in range(pages)])
    document.set_metadata({"title": "A contract", "author": "Sender"})
    return document.tobytes(garbage=3, deflate=True)


def rotated(degrees: int = 90, pages: int = 2) -> bytes:
    return _changed(contract(pages), lambda page: page.set_rotation(degrees))


def cropped(pages: int = 2, fontfile: Path | None = None) -> bytes:
    """A crop box that starts away from the origin."""
    box = pymupdf.Rect(40, 50, 555, 800)
    return _changed(contract(pages, fontfile=fontfile), lambda page: page.set_cropbox(box))


def cropped_and_rotated(degrees: int = 270, fontfile: Path | None = None) -> bytes:
    return _changed(cropped(fontfile=fontfile), lambda page: page.set_rotation(degrees))


def offset_media_box() -> bytes:
    """A media box whose lower left corner is not the origin, its corners given the wrong way."""
    return _with_page_entries(contract(2), MediaBox=[595, 842, 30, -20])


def user_unit(unit: float = 2.0) -> bytes:
    return _with_page_entries(contract(2), UserUnit=unit)


def zero_width_box() -> bytes:
    return _with_page_entries(contract(2), CropBox=[100, 100, 100, 700])


def inherited() -> bytes:
    """Resources, media box and rotation stand on the parent of the page, not on the page."""
    text = b"BT /F1 24 Tf 72 700 Td (Inherited from above) Tj ET"
    return assemble(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 612 792]/Rotate 90"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        stream(text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def cmyk() -> bytes:
    """Areas painted in CMYK, one of them half transparent."""
    paint = (
        b"0 1 1 0 k 50 50 200 200 re f /G gs 1 0 0 0 k 150 150 200 200 re f "
        b"0 0 1 0.2 K 8 w 60 400 m 400 600 l S"
    )
    return assemble(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Contents 4 0 R"
        b"/Resources<</ExtGState<</G<</ca 0.5>>>>>>>>",
        stream(paint),
    )


def scan(pages: int = 1, width: int = 1240, height: int = 1754) -> bytes:
    """Full-page noisy grey photographs, as a scanner makes them."""
    document = pymupdf.open()
    for number in range(pages):
        samples = bytes(
            (x * 7 + y * 13 + (x * y * (number + 3)) % 61) % 256
            for y in range(height // 4)
            for x in range(width // 4)
        )
        grey = pymupdf.csGRAY
        picture = pymupdf.Pixmap(grey, width // 4, height // 4, samples, False)
        page = document.new_page(width=595, height=842)
        page.insert_image(page.rect, stream=picture.tobytes("jpeg"))
    return document.tobytes(deflate=True)


def fax() -> bytes:
    """A page of black and white in the coding of fax machines."""
    page = Image.new("1", (595, 842), 1)
    ImageDraw.Draw(page).text((72, 72), "Sent by fax: 500 EUR", fill=0)
    output = io.BytesIO()
    page.save(output, "PDF")
    return output.getvalue()


def named_fonts() -> bytes:
    """Fonts that are only named: Latin ones, symbols, and those of two other scripts."""
    document = pymupdf.open()
    for number, font in enumerate(("helv", "tibo", "cour", "symb", "zadb", "china-s", "korea")):
        words = {"china-s": "合同 五百", "korea": "계약 오백"}.get(font, "Agreement 500 EUR")
        if number % 4 == 0:
            page = document.new_page()
        page.insert_text((72, 72 + 40 * number), words, fontname=font, fontsize=12)
    return document.tobytes()


def form() -> bytes:
    """An AcroForm: name (filled, required), agree (ticked), signed_on, colour, an empty signature
    field; the second page is rotated and has one text field."""
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    page.insert_text((72, 60), "Application", fontsize=18)
    text, tick = pymupdf.PDF_WIDGET_TYPE_TEXT, pymupdf.PDF_WIDGET_TYPE_CHECKBOX
    choice = pymupdf.PDF_WIDGET_TYPE_COMBOBOX
    _widget(page, "name", text, (72, 100, 272, 120), "Signer One", field_flags=2)
    _widget(page, "agree", tick, (72, 140, 84, 152), True)
    _widget(page, "signed_on", text, (72, 170, 172, 190), "")
    _widget(page, "colour", choice, (72, 200, 172, 220), "red", choice_values=["red", "blue"])
    turned = document.new_page(width=595, height=842)
    _widget(turned, "remark", text, (72, 100, 272, 120), "")
    turned.set_rotation(90)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(document.tobytes())))
    _add_field(writer, 0, {"/FT": NameObject("/Sig"), "/T": TextStringObject("signature")})
    fields = writer.pages[0]["/Annots"]
    fields[2].get_object()[NameObject("/AA")] = _dictionary(
        F=_dictionary(S=NameObject("/JavaScript"), JS=TextStringObject('AFDate_FormatEx("d.m.yy")'))
    )
    return _written(writer)


def with_attachment() -> bytes:
    document = _opened(contract(1))
    document.embfile_add("secret.txt", b"not part of the contract", filename="secret.txt")
    page = document[0]
    page.add_file_annot((300, 300), b"pinned to the page", "pinned.txt")
    return document.tobytes()


def with_scripts() -> bytes:
    """JavaScript in the name tree, an open action, a launch action under a link, a page action."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(contract(2))))
    launch = _dictionary(S=NameObject("/Launch"), F=TextStringObject("calc.exe"))
    script = _dictionary(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert('hi')"))
    root = writer.root_object
    root[NameObject("/OpenAction")] = launch
    named = ArrayObject([TextStringObject("start"), writer._add_object(script)])
    root[NameObject("/Names")] = _dictionary(JavaScript=_dictionary(Names=named))
    writer.pages[0][NameObject("/AA")] = _dictionary(O=script)
    link = {"/Subtype": NameObject("/Link"), "/A": launch, "/Type": NameObject("/Annot")}
    link["/Rect"] = ArrayObject(map(FloatObject, (300, 300, 400, 330)))
    _add_annotation(writer, 0, link)
    return _written(writer)


def annotated() -> bytes:
    """A highlight, a stamp-like free text, a hidden note and a square, all as annotations."""
    document = _opened(contract(1))
    page = document[0]
    page.add_highlight_annot(page.search_for("Contract"))
    page.add_freetext_annot((300, 500, 450, 540), "Checked by legal", fontsize=12)
    square = page.add_rect_annot((300, 560, 400, 600))
    square.set_colors(stroke=(1, 0, 0), fill=(1, 1, 0))
    square.update()
    hidden = page.add_freetext_annot((300, 620, 450, 660), "Hidden words", fontsize=12)
    hidden.set_flags(pymupdf.PDF_ANNOT_IS_HIDDEN)
    return document.tobytes()


def with_hidden_layer() -> bytes:
    """Two optional content groups, one of them switched off."""
    document = _opened(contract(1))
    shown = document.add_ocg("shown", on=True)
    hidden = document.add_ocg("hidden", on=False)
    document[0].insert_text((300, 60), "Words that show", oc=shown)
    document[0].insert_text((300, 80), "Words that hide", oc=hidden)
    return document.tobytes()


def labelled() -> bytes:
    """Page labels i, ii, A-1, A-2."""
    document = _opened(contract(4))
    document.set_page_labels(
        [
            {"startpage": 0, "prefix": "", "style": "r", "firstpagenum": 1},
            {"startpage": 2, "prefix": "A-", "style": "D", "firstpagenum": 1},
        ]
    )
    return document.tobytes()


def tagged() -> bytes:
    """A catalog that claims a structure tree and a language."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(contract(1))))
    root = writer.root_object
    tree = writer._add_object(_dictionary(Type=NameObject("/StructTreeRoot")))
    root[NameObject("/StructTreeRoot")] = tree
    root[NameObject("/Lang")] = TextStringObject("de-CH")
    return _written(writer)


def encrypted(user: str = "open", owner: str = "owner") -> bytes:
    method = pymupdf.PDF_ENCRYPT_AES_256
    return _opened(contract(2)).tobytes(encryption=method, user_pw=user, owner_pw=owner)


def xfa() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(contract(1))))
    template = TextStringObject("<xdp:xdp/>")
    acroform = _dictionary(XFA=template, Fields=ArrayObject())
    writer.root_object[NameObject("/AcroForm")] = acroform
    return _written(writer)


def signed() -> bytes:
    """A signature field that has a value (no valid one: nobody gets as far as checking it)."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(contract(1))))
    value = _dictionary(Type=NameObject("/Sig"), Filter=NameObject("/Adobe.PPKLite"))
    reference = writer._add_object(value)
    field = {"/FT": NameObject("/Sig"), "/T": TextStringObject("sig"), "/V": reference}
    _add_field(writer, 0, field)
    return _written(writer)


def no_pages() -> bytes:
    return assemble(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return assemble(b"<</Type/Catalog/Pages 2 0 R>>", tree, *[page] * count)


def broken_table() -> bytes:
    """A contract whose cross-reference table points nowhere and whose end is cut off."""
    whole = _opened(contract(2)).tobytes(use_objstms=0)
    return whole[: whole.rindex(b"startxref")]


def damaged() -> bytes:
    """A header and nothing that could be read."""
    return b"%PDF-1.7\n" + b"\x00\xff garbage " * 200


def with_leading_junk() -> bytes:
    return b"HTTP/1.1 200 OK\r\n\r\n" + contract(1)


def assemble(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF made of these bodies, numbered from 1, with its table and trailer."""
    body, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    body += b"trailer <</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(body)


def stream(data: bytes, entries: bytes = b"", compress: bool = False) -> bytes:
    if compress:
        data, entries = zlib.compress(data), entries + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_text() for page in _opened(pdf)]


def texts_in_all_engines(pdf: bytes) -> set[str]:
    """What all pages say to MuPDF, PDFium and, where it is installed, Poppler, without lines."""
    document = pypdfium2.PdfDocument(pdf)
    pdfium = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    found = {" ".join("\n".join(several).split()) for several in (texts(pdf), pdfium)}
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-", "-"]
        said = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
        found.add(" ".join(said.decode().split()))
    return found


def links(pdf: bytes) -> list[list[str]]:
    """Of each page: what its links lead to, a web address or `page N` (from 1)."""
    return [[_target(link) for link in page.get_links()] for page in _opened(pdf)]


def bookmarks(pdf: bytes) -> list[tuple[int, str, int]]:
    return [(level, title, page) for level, title, page in _opened(pdf).get_toc()]


def _target(link: dict[str, object]) -> str:
    if link["kind"] == pymupdf.LINK_URI:
        return str(link["uri"])
    if link["kind"] in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED):
        return f"page {int(str(link.get('page', -1))) + 1}"
    return f"kind {link['kind']}"


def _opened(pdf: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=pdf, filetype="pdf")


def _changed(pdf: bytes, change) -> bytes:
    document = _opened(pdf)
    for page in document:
        change(page)
    return document.tobytes()


def _with_page_entries(pdf: bytes, **entries: float | Iterable[float]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        for name, value in entries.items():
            numbers = value if isinstance(value, Iterable) else None
            item = ArrayObject(map(FloatObject, numbers)) if numbers else FloatObject(value)
            page[NameObject("/" + name)] = item
    return _written(writer)


def _widget(page, name, kind, box, value, **properties) -> None:
    widget = pymupdf.Widget()
    widget.field_name, widget.field_type, widget.rect = name, kind, pymupdf.Rect(box)
    for key, item in properties.items():
        setattr(widget, key, item)
    widget.field_value = value
    page.add_widget(widget)


def _add_field(writer: PdfWriter, page: int, entries: dict) -> None:
    rectangle = ArrayObject(map(FloatObject, (72, 500, 272, 550)))
    widget = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Widget"), "/Rect": rectangle}
    reference = _add_annotation(writer, page, widget | {"/F": NumberObject(4)} | entries)
    root = writer.root_object
    if "/AcroForm" not in root:
        root[NameObject("/AcroForm")] = _dictionary(Fields=ArrayObject())
    root["/AcroForm"]["/Fields"].append(reference)


def _add_annotation(writer: PdfWriter, page: int, entries: dict):
    annotation = DictionaryObject({NameObject(key): item for key, item in entries.items()})
    reference = writer._add_object(annotation)
    target = writer.pages[page]
    if "/Annots" not in target:
        target[NameObject("/Annots")] = ArrayObject()
    target["/Annots"].get_object().append(reference)
    return reference


def _dictionary(**entries) -> DictionaryObject:
    return DictionaryObject({NameObject("/" + key): item for key, item in entries.items()})


def _written(writer: PdfWriter) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
