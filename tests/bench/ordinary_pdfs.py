"""Ordinary PDFs, made by the programs that are here: none of them means to deceive anybody."""

import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pymupdf
from PIL import Image, ImageDraw, ImageFilter
from weasyprint import HTML

from tests.actors.pdf import pdfs

FONTS = Path(__file__).parents[2] / "webapp" / "static" / "vendor" / "fonts"
WORDS = "The supplier delivers 1,250.00 units on 3 May and is paid EUR 48,910.50 net of 19 % VAT. "
OTHER_WORDS = {
    "japanese": ("ja", "NotoSansJP_400Regular.ttf", "契約書 甲は乙に対し、金１２３万円を支払う。"),
    "polish": ("pl", "Inter_400Regular.ttf", "Zażółć gęślą jaźń: kwota 12 345,67 zł do 31.12."),
    "greek": ("el", "SourceSerif4_400Regular.ttf", "Ο μισθωτής καταβάλλει 1.250,00 € τον μήνα."),
    "handwritten": ("en", "Caveat_400Regular.ttf", "Agreed and signed, 5 June 2026, 10:30."),
}
# Files that name fonts which engines have no letters of, or have other ones of.
ONLY_NAMED = {"mupdf zadb 7", "mupdf zadb 11", "mupdf japan", "mupdf named_fonts"}
PAGES = {"a4": "A4", "letter": "letter", "wide": "A3 landscape", "slip": "80mm 200mm"}
BODIES = {
    "text": f"<h1>Agreement</h1><p>{WORDS * 12}</p><p style='text-align:justify'>{WORDS * 12}</p>",
    "small": f"<p style='font-size:6pt'>{WORDS * 30}</p><p style='font-size:24pt'>{WORDS}</p>",
    "table": "<table style='border-collapse:collapse;width:100%'>"
    + "".join(
        f"<tr><td style='border:.4pt solid #333'>{n}</td><td style='border:.4pt solid #333;"
        f"text-align:right'>{n * 1234.5:,.2f}</td></tr>"
        for n in range(1, 40)
    )
    + "</table>",
    "columns": f"<div style='columns:2'>{WORDS * 40}</div>",
    "dark": f"<div style='background:#123;color:#fff;padding:1em'>{WORDS * 6}</div>",
    "gradient": "<div style='height:9cm;background:linear-gradient(45deg,#e33,#39f)'>"
    f"<p style='opacity:.6'>{WORDS * 3}</p></div>",
    "turned": f"<p style='transform:rotate(-12deg)'>{WORDS * 3}</p><p>{WORDS}</p>",
    "drawing": "<svg width='300' height='200'><circle cx='90' cy='90' r='80' fill='none'"
    " stroke='#06c' stroke-width='.3'/><path d='M10 190C90 0 200 0 290 190' stroke='#000'"
    f" stroke-dasharray='4 2' fill='#fc08'/></svg><p>{WORDS * 4}</p>",
    "links": f"<p><a href='https://example.com/terms'>terms</a> {WORDS * 5}</p><ul>"
    + "<li>one</li><li>two</li></ul>",
}


def all_of_them() -> Iterator[tuple[str, bytes]]:
    """Each with a name that says how it was made."""
    yield from by_weasyprint()
    yield from by_mupdf()
    yield from scans()
    yield from by_qpdf()
    yield from by_chromium()


def by_weasyprint() -> Iterator[tuple[str, bytes]]:
    faces = ("Inter_400Regular.ttf", "SourceSerif4_400Regular.ttf")
    for (page, size), (body, html), face in product(PAGES.items(), BODIES.items(), faces):
        if page in ("a4", "slip") or face == faces[0]:
            yield f"weasyprint {page} {body} {face[:5]}", _printed(html, size, face)
    for name, (language, face, words) in OTHER_WORDS.items():
        yield f"weasyprint {name}", _printed(f"<p>{words * 20}</p>", "A4", face, language)
    for kind in ("pdf/a-2b", "pdf/a-3b", "pdf/ua-1"):
        yield f"weasyprint {kind}", _printed(BODIES["text"], "A4", faces[0], variant=kind)
    form = "<form><input value='EUR 500'><input type=checkbox checked><textarea>a</textarea></form>"
    yield "weasyprint form", _printed(form, "A4", faces[0], forms=True)


def _printed(
    body: str, size: str, face: str, language: str = "en", variant: str = "", forms: bool = False
) -> bytes:
    style = (
        f"@font-face{{font-family:own;src:url(file://{FONTS / face})}}"
        f"@page{{size:{size};margin:1.5cm 1cm}}body{{font:11pt own}}"
    )
    html = f"<html lang='{language}'><title>Agreement</title><style>{style}</style>{body}</html>"
    made: bytes = HTML(string=html).write_pdf(pdf_variant=variant or None, pdf_forms=forms)
    return made


def by_mupdf() -> Iterator[tuple[str, bytes]]:
    for name in ("helv", "tiro", "cour", "hebo", "tiit", "cobo", "symb", "zadb"):
        for size in (7, 11):
            yield f"mupdf {name} {size}", _written(name, size, WORDS)
    for name, words in (
        ("china-s", "合同编号 2026 甲方应付人民币五千元整 5000.00"),
        ("china-t", "合約編號 2026 甲方應付新臺幣五千元整"),
        ("japan", "契約書 甲は乙に対し、金五千円を支払う。"),
        ("korea", "계약서 갑은 을에게 금 5,000원을 지급한다."),
    ):
        yield f"mupdf {name}", _written(name, 11, words)
    for degrees in (90, 180, 270):
        yield f"mupdf turned {degrees}", pdfs.rotated(degrees)
        yield f"mupdf cropped and turned {degrees}", pdfs.cropped_and_rotated(degrees)
    for build in (
        *(pdfs.contract, pdfs.cropped, pdfs.offset_media_box, pdfs.user_unit, pdfs.inherited),
        *(pdfs.cmyk, pdfs.fax, pdfs.named_fonts, pdfs.form, pdfs.annotated, pdfs.tagged),
        *(pdfs.with_hidden_layer, pdfs.with_attachment, pdfs.labelled),
    ):
        yield f"mupdf {build.__name__}", build()
    yield "mupdf annotations", _annotated()
    for sides in ((300, 420), (842, 1191), (1191, 1684), (2384, 3370)):
        yield f"mupdf page of {sides[0]}", pdfs.contract(1, *sides)


def _written(font: str, size: int, words: str) -> bytes:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_textbox((50, 50, 545, 700), words * 20, fontname=font, fontsize=size)
    page.insert_text((60, 760), words, fontname=font, fontsize=size, color=(0.2, 0.2, 0.6))
    page.insert_text((580, 700), words[:40], fontname=font, fontsize=size, rotate=90)
    page.draw_rect((50, 720, 300, 740), width=0.25)
    page.draw_line((50, 745), (540, 745), width=0.1)
    made: bytes = document.tobytes(garbage=3, deflate=True)
    return made


def _annotated() -> bytes:
    document = pymupdf.open("pdf", pdfs.contract(1))
    page = document[0]
    where = page.search_for("supplier")[:3]
    page.add_underline_annot(where[0])
    page.add_strikeout_annot(where[1])
    page.add_squiggly_annot(where[2])
    page.add_ink_annot([[(100, 600), (150, 620), (200, 600)]])
    page.add_circle_annot((220, 580, 300, 640))
    page.add_line_annot((320, 600), (420, 640))
    page.add_polygon_annot([(430, 600), (480, 590), (470, 640)])
    page.add_stamp_annot((300, 660, 440, 710))
    page.add_text_annot((500, 700), "A note")
    made: bytes = document.tobytes()
    return made


def scans() -> Iterator[tuple[str, bytes]]:
    for mode, kind, dpi in product("L1", ("PNG", "TIFF"), (100, 200)):
        yield f"scan {mode} {kind} {dpi}", _scanned(_sheet(dpi).convert(mode), kind, dpi)
    for mode, quality, dpi in product(("L", "RGB", "CMYK"), (30, 85), (100, 150)):
        picture = _sheet(dpi).convert(mode)
        yield f"scan {mode} JPEG {quality} {dpi}", _scanned(picture, "JPEG", dpi, quality)
    for mode in ("L", "RGB"):
        yield f"scan {mode} JPEG2000", _scanned(_sheet(100).convert(mode), "JPEG2000", 100)
    yield "scan with words behind", _scanned(_sheet(150), "JPEG", 150, words=True)


def _sheet(dpi: int) -> Image.Image:
    """A page as a scanner sees it: grey paper, some noise, slightly turned."""
    size = round(8.27 * dpi), round(11.7 * dpi)
    paper = Image.new("RGB", size, (248, 246, 240))
    draw = ImageDraw.Draw(paper)
    for line in range(40):
        draw.text((dpi // 2, (line + 2) * size[1] // 44), WORDS, fill=(40, 40, 60))
    noise = Image.effect_noise(size, 18).convert("RGB")
    return Image.blend(paper, noise, 0.06).rotate(0.7, fillcolor="white").filter(ImageFilter.BLUR)


def _scanned(
    picture: Image.Image, kind: str, dpi: int, quality: int = 75, words: bool = False
) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, **({"quality": quality} if kind == "JPEG" else {}))
    document = pymupdf.open()
    page = document.new_page()
    page.insert_image(page.rect, stream=data.getvalue(), keep_proportion=False)
    if words:
        page.insert_textbox((36, 40, 560, 800), WORDS * 40, fontsize=9, render_mode=3)
    made: bytes = document.tobytes(deflate=True)
    return made


def by_qpdf() -> Iterator[tuple[str, bytes]]:
    if not shutil.which("qpdf"):
        return
    ways = {
        "linearized": ["--linearize"],
        "object streams": ["--object-streams=generate"],
        "no object streams": ["--object-streams=disable"],
        "uncompressed": ["--stream-data=uncompress", "--qdf"],
        "encrypted": ["--encrypt", "", "owner", "256", "--"],
        "pages twice": ["--pages", ".", "1,1", "--"],
    }
    sources = {
        "contract": pdfs.contract(2),
        "weasyprint": _printed(BODIES["table"], "A4", "Inter_400Regular.ttf"),
        "annotated": pdfs.annotated(),
        "scan": _scanned(_sheet(100), "JPEG", 100),
    }
    for (name, pdf), (way, options) in product(sources.items(), ways.items()):
        with tempfile.TemporaryDirectory() as folder:
            source, made = Path(folder) / "a.pdf", Path(folder) / "b.pdf"
            source.write_bytes(pdf)
            subprocess.run(["qpdf", source, *options, made], check=True)
            yield f"qpdf {way} {name}", made.read_bytes()


def by_chromium() -> Iterator[tuple[str, bytes]]:
    if not shutil.which("chromium"):
        return
    for name in ("text", "table", "gradient", "turned", "drawing", "dark"):
        with tempfile.TemporaryDirectory() as folder:
            page, made = Path(folder) / "a.html", Path(folder) / "b.pdf"
            page.write_text(f"<!doctype html><meta charset=utf-8>{BODIES[name]}")
            options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/u"]
            command = ["chromium", *options, f"--print-to-pdf={made}", f"file://{page}"]
            subprocess.run(command, check=True, capture_output=True)
            yield f"chromium {name}", made.read_bytes()


def some(number: int) -> list[tuple[str, bytes]]:
    """A few that are quickly made and taken in."""
    made = [(name, pdf) for name, pdf in by_mupdf() if name not in ONLY_NAMED]
    return random.Random(7).sample(made, number)
