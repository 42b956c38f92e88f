"""What the fork server loads and runs once, so that no child pays for a first time.

It is also what makes lazily imported modules available: a child that gave up root may be unable
to read the folders that Python lies in.
"""

import io

import pymupdf
import pypdf
from PIL import Image
from pymupdf import mupdf

from actors.pdf.comparison import viewer_comparison
from actors.pdf.intake import intake
from actors.pdf.rendering import render, text
from actors.pdf.sandbox import preloading


def warm() -> None:
    """Take in, render and read a page of our own in every way the PDF room knows."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    Image.init()
    preloading.load()
    for pdf in (_document(), _encrypted(_document())):
        accepted = intake.accept(pdf, "warm")
        render.page_images(accepted.canonical, (1, 2), 40)
        text.page_text(accepted.canonical, (1,))
    pypdf.PdfReader(io.BytesIO(_document())).pages[0].extract_text()
    viewer_comparison.warm()


def _document() -> bytes:
    """Text in colour and in a font that is only named, a form field, a hidden layer, a picture."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 72), "Warm", color=(0.5, 0, 0))
        page.insert_text((72, 90), "Hidden", oc=document.add_ocg("Hidden", on=False))
        page.insert_link({"kind": pymupdf.LINK_URI, "from": page.rect, "uri": "https://a.example"})
        page.insert_text((72, 130), "温", fontname="china-s")
        page.add_widget(_text_field())
        grey = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 9, 9), False)
        document.new_page().insert_image(pymupdf.Rect(0, 0, 90, 90), pixmap=grey)
        written: bytes = document.tobytes()
    return written


def _text_field() -> pymupdf.Widget:
    field = pymupdf.Widget()
    field.field_name, field.field_value = "Warm", "Warm"
    field.field_type = mupdf.PDF_WIDGET_TYPE_TEXT
    field.rect = pymupdf.Rect(72, 100, 200, 120)
    return field


def _encrypted(pdf: bytes) -> bytes:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        method = mupdf.PDF_ENCRYPT_AES_256
        written: bytes = document.tobytes(encryption=method, user_pw="warm", owner_pw="hot")
    return written
