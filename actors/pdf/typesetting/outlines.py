"""Text drawn as outlines, with what it says laid over it unseen."""

from collections.abc import Callable

import pymupdf

from actors.pdf.typesetting import text_layer


def draw(
    page: pymupdf.Page,
    box: pymupdf.Rect,
    text: str,
    largest: float,
    paint: Callable[[pymupdf.Page], None],
) -> None:
    """`paint` draws the text onto a sheet of the box's size."""
    with pymupdf.open() as painted:
        sheet = painted.new_page(width=box.width, height=box.height)
        paint(sheet)
        drawn = sheet.get_svg_image(text_as_path=True).encode()
    with pymupdf.open("svg", drawn) as svg, pymupdf.open("pdf", svg.convert_to_pdf()) as outlines:
        page.show_pdf_page(box, outlines, 0)
    text_layer.write(page, box, text, largest)
