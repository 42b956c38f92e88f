"""The fonts of printed pages: ours where set-up has put them, and those that stamps fall back on.

A letter that Inter lacks is set in the very font that a stamp would set it in (font_faces.py).
"""

from functools import cache
from pathlib import Path
from urllib.error import URLError

from pymupdf import mupdf
from weasyprint import CSS  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

from actors.pdf.typesetting import font_faces
from actors.pdf.typesetting.font_faces import FOLDER

FACES = (
    ("Inter", 400, "Inter_400Regular.ttf"),
    ("Inter", 600, "Inter_600SemiBold.ttf"),
    ("Source Serif 4", 600, "SourceSerif4_600SemiBold.ttf"),
)
LATIN = 0x2FF
"""Up to here every font of ours has every letter."""

_fallbacks: dict[str, mupdf.FzFont] = {}
"""MuPDF's fonts that have been asked for, by name."""


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """Lets a printed page load nothing but our fonts and what stands in the page itself."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        kind, _, name = url.partition(":")
        if kind == "font":
            return URLFetcherResponse(url, _file(Path(name).name))
        if kind == "fallback":
            return URLFetcherResponse(url, _content(_fallbacks[name]))
        if kind != "data":
            raise URLError("A printed page loads nothing from outside.")
        return super().fetch(url, headers)


@cache
def _there() -> frozenset[str]:
    return frozenset(name for _, _, name in FACES if (FOLDER / name).is_file())


def load() -> None:
    """Read the files of our fonts now: a child of the sandbox that is made later cannot."""
    _there()
    for name in (*(file for _, _, file in FACES), font_faces.EASTERN_FILE):
        if (FOLDER / name).is_file():
            _file(name)


@cache
def _file(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@cache
def configuration() -> FontConfiguration:
    """The one set of fonts of this process: making it anew is a third of the work of a page."""
    fonts = FontConfiguration()
    rules = "".join(
        _face(family, f"font:{name}", weight) for family, weight, name in FACES if name in _there()
    )
    CSS(string=rules, font_config=fonts, url_fetcher=OwnFilesOnly())
    return fonts


def families_for(text: str) -> tuple[str, ...]:
    """Names of the font families that the text needs besides ours; they are ready to use."""
    letters = {c for c in text if ord(c) > LATIN and not font_faces.has(font_faces.EUROPEAN, c)}
    return tuple(
        sorted({_family(letter) for letter in letters if font_faces.anything_draws(letter)})
    )


@cache
def _family(letter: str) -> str:
    if font_faces.for_letter(font_faces.PLAIN, letter) is font_faces.EASTERN:
        return _ready("Eastern", f"font:{font_faces.EASTERN_FILE}")
    font = font_faces.fallback(letter)
    name = mupdf.fz_font_name(font).replace(" ", "-")
    _fallbacks.setdefault(name, font)
    return _ready(name, f"fallback:{name}")


@cache
def _ready(family: str, url: str) -> str:
    rule = _face(family, url, 400)
    CSS(string=rule, font_config=configuration(), url_fetcher=OwnFilesOnly())
    return family


def _face(family: str, url: str, weight: int) -> str:
    return f'@font-face {{font-family: "{family}"; src: url("{url}"); font-weight: {weight}}}'


def _content(font: mupdf.FzFont) -> bytes:
    buffer = mupdf.FzBuffer(mupdf.ll_fz_keep_buffer(font.m_internal.buffer))
    return bytes(mupdf.fz_buffer_extract_copy(buffer))
