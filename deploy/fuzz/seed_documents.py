"""The whole documents that are broken: made here, and the samples where they are at hand."""

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pymupdf
from PIL import Image
from pymupdf import mupdf

from deploy.bench import sample_documents
from deploy.console import ROOT

SHARED = ROOT.parent / "shared"
LARGEST = 400_000
"""Bytes: larger ones are mutated no better and take longer."""

EXPAND = 255
"""MuPDF's word for writing every stream as it is read, so that mutations reach what it says."""


def all_of_them() -> list[bytes]:
    return [*_made(), *_at_hand()]


def _made() -> Iterator[bytes]:
    yield sample_documents.text(2)
    with pymupdf.open() as document:
        _draw(document)
        for expand in (0, EXPAND):
            yield document.tobytes(expand=expand, deflate=not expand)
        method = mupdf.PDF_ENCRYPT_AES_128
        yield document.tobytes(encryption=method, owner_pw="owner", user_pw="")
        yield document.tobytes(use_objstms=1, deflate=True)


def _draw(document: pymupdf.Document) -> None:
    """Text, drawings, a picture, links, a form, an annotation, a layer, a turned and cut page."""
    page = document.new_page()
    page.insert_text((72, 72), "Agreement", fontsize=18, color=(0, 0, 0.6))
    page.insert_text((72, 100), "Αγορά 温 Договор", fontname="china-s")
    page.insert_text((72, 130), "Hidden", oc=document.add_ocg("Hidden", on=False))
    page.draw_bezier((72, 200), (90, 240), (200, 120), (300, 200), color=(1, 0, 0), fill=(1, 1, 0))
    page.insert_image(pymupdf.Rect(72, 260, 200, 340), stream=_picture())
    page.insert_text((72, 400), "Signature: ________   Date: ______")
    page.insert_link({"kind": pymupdf.LINK_URI, "from": page.rect, "uri": "https://a.example"})
    page.add_highlight_annot(pymupdf.Rect(72, 60, 160, 80))
    for number, kind in enumerate((mupdf.PDF_WIDGET_TYPE_TEXT, mupdf.PDF_WIDGET_TYPE_CHECKBOX)):
        field = pymupdf.Widget()
        field.field_name, field.field_type = f"field {number}", kind
        field.rect = pymupdf.Rect(72, 450 + 40 * number, 200, 470 + 40 * number)
        page.add_widget(field)
    turned = document.new_page(width=842, height=595)
    turned.insert_text((72, 72), "Second page")
    turned.set_rotation(90)
    turned.set_cropbox(pymupdf.Rect(20, 30, 700, 500))
    document.set_toc([[1, "One", 1], [2, "Two", 2]])


def _picture() -> bytes:
    chance, written = random.Random(1), io.BytesIO()  # noqa: S311 - the same at every run
    Image.frombytes("RGB", (24, 16), chance.randbytes(24 * 16 * 3)).save(written, "PNG")
    return written.getvalue()


def _at_hand() -> Iterator[bytes]:
    paths = sorted(path for folder in _folders() for path in folder.glob("*.pdf"))
    yield from (path.read_bytes() for path in paths if path.stat().st_size <= LARGEST)


def _folders() -> tuple[Path, ...]:
    return SHARED / "samples", SHARED / "cases"
