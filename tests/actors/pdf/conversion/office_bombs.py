"""Files that are small to send and large to convert."""

import io
import zipfile
import zlib

from PIL import Image

from tests.actors.pdf.conversion import office_files

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def filled_sheet() -> bytes:
    """A sheet of 800,000 cells, 60 MB unpacked."""
    cell = '<c t="inlineStr"><is><t>A cell with some words in it, to be printed</t></is></c>'
    sheet = SHEET + f"<row>{cell * 16}</row>" * 50_000 + "</sheetData></worksheet>"
    return _workbook(sheet)


def repeated_cells() -> bytes:
    """A cell that stands in a million rows of a thousand columns."""
    return office_files.open_document(
        "spreadsheet",
        '<office:spreadsheet><table:table table:name="One">'
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="1000" office:value-type="string">'
        "<text:p>A cell</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet>",
    )


def long_text() -> bytes:
    """A text of some 20,000 pages, 60 MB unpacked."""
    paragraph = "<text:p>" + "All that was agreed. " * 100 + "</text:p>"
    return office_files.open_document("text", f"<office:text>{paragraph * 28_000}</office:text>")


def many_pictures() -> bytes:
    """500 pictures of 6,000 by 6,000 pixels, each a file of its own: 18 GB of pixels."""
    frame = (
        '<text:p><draw:frame text:anchor-type="as-char" svg:width="5cm" svg:height="5cm">'
        '<draw:image xlink:href="Pictures/{}.png"/></draw:frame></text:p>'
    )
    picture = _picture(6000)
    parts = {f"Pictures/{n}.png": picture + str(n).encode() for n in range(500)}
    body = "".join(frame.format(n) for n in range(500))
    return office_files.open_document("text", f"<office:text>{body}</office:text>", **parts)


def deep_lists() -> bytes:
    return office_files.odt("<text:list><text:list-item>" * 50_000)


OFFICE = (filled_sheet, repeated_cells, long_text, many_pictures, deep_lists)


def spanned_table() -> bytes:
    row = b"<tr><td colspan=60000 rowspan=60000>a"
    return b"<!doctype html><table>" + row * 20_000 + b"</table>"


def many_pages() -> bytes:
    page = b'<p style="break-after:page">a'
    return b"<!doctype html><body>" + page * 150_000


def heavy_styles() -> bytes:
    rules = b"".join(b"div:nth-child(%d) ~ div > p{color:red}" % n for n in range(20_000))
    return b"<!doctype html><style>" + rules + b"</style>" + b"<div><p>a</p></div>" * 20_000


MARKUP = (spanned_table, many_pages, heavy_styles)


def _workbook(sheet: str) -> bytes:
    plain = io.BytesIO(office_files.xlsx("a"))
    with zipfile.ZipFile(plain) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return office_files.packed(parts | {"xl/worksheets/sheet1.xml": sheet})


def _picture(side: int) -> bytes:
    """A PNG of one shade, small as a file, whose pixels have one byte each."""
    small = io.BytesIO()
    Image.new("L", (1, 1)).save(small, "PNG")
    line = bytes(side + 1)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()
    head = side.to_bytes(4, "big") * 2 + b"\x08\0\0\0\0"
    return small.getvalue()[:8] + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND")


def _chunk(name: bytes, data: bytes = b"") -> bytes:
    check = zlib.crc32(name + data)
    return len(data).to_bytes(4, "big") + name + data + check.to_bytes(4, "big")
