"""The fonts of printed pages: ours where set-up has put them, and one for every other script.

MuPDF carries a Noto font per script; a name in a script that our fonts lack is set in that.
"""

import unicodedata
from functools import cache
from pathlib import Path
from urllib.error import URLError

import pymupdf
from weasyprint import CSS  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

FOLDER = Path(__file__).parents[2] / "webapp" / "static" / "vendor" / "fonts"
FACES = (
    ("Inter", 400, "Inter_400Regular.ttf"),
    ("Inter", 600, "Inter_600SemiBold.ttf"),
    ("Source Serif 4", 600, "SourceSerif4_600SemiBold.ttf"),
)
OURS = {"LATIN", "GREEK", "CYRILLIC"}
SAME_FONT = {"CJK": "HAN", "HIRAGANA": "HAN", "KATAKANA": "HAN", "HANGUL": "HAN", "BOPOMOFO": "HAN"}


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """Lets a printed page load nothing but our fonts and what stands in the page itself."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        kind, _, name = url.partition(":")
        if kind == "font":
            return URLFetcherResponse(url, (FOLDER / Path(name).name).read_bytes())
        if kind == "script":
            return URLFetcherResponse(url, _script_font(name))
        if kind != "data":
            raise URLError("A printed page loads nothing from outside.")
        return super().fetch(url, headers)


@cache
def configuration() -> FontConfiguration:
    """The one set of fonts of this process: making it anew is a third of the work of a page."""
    fonts = FontConfiguration()
    rules = "".join(
        _face(family, f"font:{name}", weight)
        for family, weight, name in FACES
        if (FOLDER / name).is_file()
    )
    CSS(string=rules, font_config=fonts, url_fetcher=OwnFilesOnly())
    return fonts


def families_for(text: str) -> tuple[str, ...]:
    """Names of the font families that the text needs besides ours; they are ready to use."""
    words = {_first_word(letter) for letter in set(text) if ord(letter) > 0x2FF}
    scripts = {SAME_FONT.get(word, word) for word in words} - OURS
    return tuple(_family(script) for script in sorted(scripts) if _is_known(script))


@cache
def _family(script: str) -> str:
    family = f"Noto {script.title()}"
    rule = _face(family, f"script:{script}", 400)
    CSS(string=rule, font_config=configuration(), url_fetcher=OwnFilesOnly())
    return family


def _face(family: str, url: str, weight: int) -> str:
    return f'@font-face {{font-family: "{family}"; src: url("{url}"); font-weight: {weight}}}'


def _first_word(letter: str) -> str:
    """A letter's Unicode name begins with its script."""
    return unicodedata.name(letter, "UNNAMED").partition(" ")[0].partition("-")[0]


def _is_known(script: str) -> bool:
    return hasattr(pymupdf.mupdf, f"UCDN_SCRIPT_{script}")


def _script_font(script: str) -> bytes:
    font = pymupdf.Font(script=getattr(pymupdf.mupdf, f"UCDN_SCRIPT_{script}"))
    return bytes(font.buffer)
