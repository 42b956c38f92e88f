"""HTML and Markdown laid out as pages, by WeasyPrint. For a child with a folder of its own.

Nothing is loaded but what stands in the page itself and our fonts, and no script is run.
"""

import html
import re
import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from markdown_it import MarkdownIt
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcherResponse  # type: ignore[import-untyped]

from actors.pdf.certificate import print_fonts
from actors.pdf.certificate.certificate import PAPERS
from actors.pdf.certificate.print_fonts import OwnFilesOnly
from actors.pdf.conversion import file_kinds
from core.documents import merge_fields
from core.documents.refusals import NotConverted, TooComplex

STYLE = Path(__file__).with_suffix(".css").read_text()
SCRIPTS = re.compile(r"<script\b|\son[a-z]+\s*=|javascript:", re.I)
DEEPEST = 200
"""Elements within elements: what lays them out goes as deep."""

OPENING = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>", re.I)
EMPTY = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"track", "wbr", "p", "li", "td", "th", "tr"}
)


class _NothingFromOutside(OwnFilesOnly):
    """Remembers whether anything else was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = False

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        self.refused |= url.partition(":")[0] not in ("data", "font", "fallback")
        return super().fetch(url, headers)


def to_pdf(
    data: bytes, kind: str, paper: str, values: Mapping[str, str], folder: str
) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and notes. Raises UnknownKind, TooComplex, NotConverted."""
    tempfile.tempdir = folder
    text = file_kinds.text_of(data)
    notes = {"scripts_removed"} if kind == "html" and SCRIPTS.search(text) else set()
    page = text if kind == "html" else _from_markdown(text)
    page = merge_fields.filled_in(page, values)
    if _depth(page) > DEEPEST:
        raise TooComplex
    pdf, refused = _laid_out(page, paper)
    if refused:
        notes.add("links_left_out")
    return pdf, tuple(sorted(notes))


def warm() -> None:
    """Load what a child cannot read: fonts of ours, and modules that are loaded when needed."""
    print_fonts.load()
    HTML(string="<h1>Warm</h1><table><tr><td>1</table>").write_pdf(BytesIO())
    _from_markdown("# Warm")


def _from_markdown(text: str) -> str:
    """Tags in it are text: there is Markdown for what people need."""
    rules = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    try:
        body = rules.render(text)
    except RecursionError as error:
        raise TooComplex from error
    title = re.search(r"<h1>(.*?)</h1>", body, re.S)
    name = html.escape(re.sub(r"<[^>]+>", "", title[1])) if title else ""
    return f'<!doctype html><html lang="und"><title>{name}</title><body>{body}'


def _depth(page: str) -> int:
    depth = deepest = 0
    for closing, name, alone in OPENING.findall(page):
        if name.lower() in EMPTY or alone:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _laid_out(page: str, paper: str) -> tuple[bytes, bool]:
    fetcher = _NothingFromOutside()
    fonts = print_fonts.configuration()
    style = CSS(string=f"@page {{size: {PAPERS[paper]}}}{STYLE}", font_config=fonts)
    families = print_fonts.families_for(page)
    names = "".join(f', "{family}"' for family in families)
    more = CSS(string=f'html {{font-family: "Inter"{names}, sans-serif}}', font_config=fonts)
    try:
        # The page's own style goes before ours, which is a reader's.
        made = HTML(string=page, url_fetcher=fetcher, base_url="about:blank")
        pdf: bytes = made.write_pdf(
            stylesheets=[style, more], font_config=fonts, presentational_hints=True
        )
    except RecursionError as error:
        raise TooComplex from error
    except (ValueError, AssertionError, AttributeError, IndexError, TypeError, OSError) as error:
        raise NotConverted from error
    return pdf, fetcher.refused
