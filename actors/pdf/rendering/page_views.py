"""The one visit to the sandbox that showing some pages of a document takes."""

from actors.pdf.rendering import render, text
from actors.pdf.rendering.render import PageImage
from actors.pdf.rendering.text import PageText


def images_and_text(
    pdf: bytes, numbers: tuple[int, ...], width: int
) -> tuple[tuple[PageImage, ...], tuple[PageText, ...]]:
    """Images of these pages, `width` pixels wide, and their lines of text with boxes in points."""
    return render.page_images(pdf, numbers, width), text.page_text(pdf, numbers)
