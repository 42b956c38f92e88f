"""Draws the forms that organizations really use, and says where one writes on them.

A place is written `[[asks style size]]`. `asks` names what a suggestion may be there, with `|`
between alternatives; one that begins with `?` may be suggested or not. Styles: `_` underscores,
`.` dots (both counted), `-` a rule, `~` a dotted rule, `s` a stroked line, `b` a box (all in
points of width), `c` the cell of a table (points of height), `k` a comb of boxes (counted),
`x` a square to tick.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from weasyprint import HTML  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

CSS = """
@page { size: A4; margin: 18mm }
body { font: 10pt "Liberation Sans"; line-height: 1.35 }
h1 { font-size: 15pt; margin: 0 0 8pt } h2 { font-size: 11pt; margin: 10pt 0 4pt }
p { margin: 0 0 7pt } small { font-size: 7pt } .gap { margin-top: 28pt }
table { border-collapse: collapse; width: 100%; margin: 6pt 0 }
table.ruled td, table.ruled th { border: .6pt solid #000; padding: 2pt 4pt; vertical-align: top }
td { padding: 2pt 4pt 2pt 0; vertical-align: bottom } .two { columns: 2; column-gap: 24pt }
a { color: inherit; text-decoration: none } .rule, .box, .tick, .comb i { display: inline-block }
.rule { height: 12pt; border-bottom: .6pt solid #000; vertical-align: baseline }
.dotted { border-bottom: .8pt dotted #000 } .cell { display: block }
.box { height: 16pt; border: .6pt solid #000; vertical-align: -4pt }
.tick { width: 8pt; height: 8pt; border: .7pt solid #000; vertical-align: -1pt }
.comb { display: inline-block; vertical-align: -4pt }
.comb i { width: 12pt; height: 15pt; border: .5pt solid #000; margin-left: -.5pt }
.under small { display: block } .note { font-size: 8pt; color: #444 }
"""
_TEXTS = Path(__file__).parent / "office_forms"
_NAMED = re.compile(r"<!-- (.+?) -->\n(.+?)(?=<!-- |\Z)", re.DOTALL)
_PLACE = re.compile(r"\[\[(\S+) ([_.~sbckx-])(\d*)\]\]")


@dataclass(frozen=True)
class OfficePlace:
    """`area` is what a field may cover; `is_line` where its foot has to stand on a line."""

    asks: frozenset[str]
    page: int
    area: pymupdf.Rect
    is_line: bool
    is_optional: bool


@dataclass(frozen=True)
class OfficeForm:
    name: str
    pdf: bytes
    places: tuple[OfficePlace, ...]


def forms() -> Iterator[OfficeForm]:
    fonts = FontConfiguration()
    for language in sorted(_TEXTS.glob("*.html")):
        for name, text in _NAMED.findall(language.read_text()):
            yield drawn(name, text, fonts)


def drawn(name: str, text: str, fonts: FontConfiguration) -> OfficeForm:
    """Each place is a link while the pages are laid out, so that its spot is known."""
    marks = list(_PLACE.finditer(text))
    numbers = iter(range(len(marks)))
    body = _PLACE.sub(lambda mark: _linked(mark, next(numbers)), text)
    page = f"<style>{CSS}</style>{body}"
    document = pymupdf.open("pdf", HTML(string=page).write_pdf(font_config=fonts))
    places = []
    for number, leaf in enumerate(document, start=1):
        areas: dict[int, pymupdf.Rect] = {}
        for link in leaf.get_links():
            mark = int(link["uri"].rpartition("/")[2])
            areas[mark] = areas.get(mark, pymupdf.Rect()) | link["from"]
            leaf.delete_link(link)
        for mark, area in areas.items():
            asks, style = marks[mark].group(1, 2)
            if style in "_.":  # the foot of the letters, not that of their box
                area.y1 -= 0.2 * area.height
            wanted = frozenset(asks.removeprefix("?").split("|"))
            is_line = style in "_.~s-"
            places.append(OfficePlace(wanted, number, area, is_line, asks.startswith("?")))
    return OfficeForm(name, document.tobytes(garbage=3), tuple(places))


def _linked(mark: re.Match[str], number: int) -> str:
    style, size = mark[2], int(mark[3] or 0)
    start = f'<a href="https://place.invalid/{number}"'
    match style:
        case "_" | ".":
            return f"{start}>{style * size}</a>"
        case "-":
            return f'{start} class="rule" style="width:{size}pt"></a>'
        case "~":
            return f'{start} class="rule dotted" style="width:{size}pt"></a>'
        case "b":
            return f'{start} class="box" style="width:{size}pt"></a>'
        case "c":
            return f'{start} class="cell" style="height:{size}pt"></a>'
        case "k":
            return f'{start} class="comb">{"<i></i>" * size}</a>'
        case "x":
            return f'{start} class="tick"></a>'
    line = f'<line x1="0" y1="11.5" x2="{size}" y2="11.5" stroke="#000" stroke-width=".7"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="12">{line}</svg>'
    return f'{start} style="display:inline-block;width:{size}px;height:12px">{svg}</a>'
