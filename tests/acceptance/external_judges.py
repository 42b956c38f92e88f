"""Produced PDFs, opened and judged by programs of others."""

import shutil
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pikepdf
import pymupdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from actors.pdf.comparison import rasters

Box = tuple[float, float, float, float]


def assert_sealed(pdf: bytes) -> None:
    """pyHanko judges every signature intact and valid, the last covering the whole file."""
    # In a thread of its own, for pyHanko cannot work where a browser test's event loop runs.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_assert_sealed, pdf).result()


def _assert_sealed(pdf: bytes) -> None:
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    assert signatures
    for signature in signatures:
        context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
        status = validate_pdf_signature(signature, context)
        assert status.intact
        assert status.valid
        assert status.bottom_line, status.summary()
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE


def assert_clean(pdf: bytes, folder: Path) -> None:
    """By qpdf, the program where it is installed, else by the library."""
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    if shutil.which("qpdf"):
        checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout + checked.stderr
    with pikepdf.open(file) as opened:
        assert opened.check_pdf_syntax() == []


def text(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return "\n".join(page.get_text() for page in document)


def links_and_bookmarks(pdf: bytes, password: str = "") -> tuple[list[int], int, list[str]]:
    """How many links each page has, how many bookmarks there are, and where links go outside."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        if password:
            document.authenticate(password)
        pages = [page.get_links() for page in document]
        addresses = [link["uri"] for links in pages for link in links if "uri" in link]
        return [len(links) for links in pages], len(document.get_toc()), addresses


def assert_looks_as_before(
    before: bytes, after: bytes, boxes: Mapping[int, list[Box]], folder: Path
) -> None:
    """Outside of the boxes fewer than 0.1 % of the pixels differ, by MuPDF and by Poppler."""
    assert rasters.differing(before, after, outside=boxes) < 0.001
    if shutil.which("pdftoppm"):
        assert _poppler_difference(before, after, boxes, folder) < 0.001


def _poppler_difference(
    before: bytes, after: bytes, boxes: Mapping[int, list[Box]], folder: Path
) -> float:
    from PIL import Image, ImageChops, ImageDraw

    sides = [_poppler_pages(pdf, folder / name) for pdf, name in ((before, "a"), (after, "b"))]
    assert len(sides[0]) == len(sides[1])
    worst = 0.0
    for number, (one, other) in enumerate(zip(*sides, strict=True), start=1):
        pictures = [Image.open(path).convert("RGB") for path in (one, other)]
        assert pictures[0].size == pictures[1].size
        for picture in pictures:
            for box in boxes.get(number, []):
                ImageDraw.Draw(picture).rectangle(box, fill="white")
        difference = ImageChops.difference(*pictures)
        bands = [band.point(lambda value: 255 if value > 32 else 0) for band in difference.split()]
        any_band = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
        share = any_band.histogram()[255] / (any_band.width * any_band.height)
        worst = max(worst, share)
    return worst


def _poppler_pages(pdf: bytes, folder: Path) -> list[Path]:
    folder.mkdir()
    (folder / "document.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "72", folder / "document.pdf", folder / "page"]
    subprocess.run(command, check=True, capture_output=True)
    return sorted(folder.glob("page*.ppm"))
