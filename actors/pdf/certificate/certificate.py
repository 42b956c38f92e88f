"""The certificate of completion: facts to HTML, HTML to PDF/A-3a with the events inside."""

import gc
import hashlib
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

from jinja2 import Environment
from markupsafe import Markup
from weasyprint import CSS, HTML, Attachment  # type: ignore[import-untyped]

from actors.pdf.certificate import pictures, print_fonts, pydyf_once
from actors.pdf.certificate.facts import CertificateFacts
from core.text.printable import spelled_out
from templates import environment, language

DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
PAPERS = {"A4": "210mm 297mm", "letter": "8.5in 11in"}
ONE_AT_A_TIME = threading.Lock()
"""Pango keeps one set of fonts for a process: two layouts in it at once corrupt its memory."""

for noisy in ("weasyprint", "fontTools"):  # remarks on CSS that no one reads in production
    logging.getLogger(noisy).setLevel(logging.ERROR)


def render(facts: CertificateFacts) -> str:
    """Fill the page template, in the language of the facts."""
    template = _environment().get_template("evidence/certificate/show.html")
    with language.speaking(facts.language):
        return template.render(
            facts=facts,
            moment=_moment,
            dated=_dated,
            picture=pictures.signature,
            seal=pictures.seal(),
            qr=pictures.qr(facts.verification),
        )


def lay_out(
    html: str,
    attachments: tuple[tuple[str, str, bytes], ...],
    at: datetime,
    paper: str = "A4",
) -> bytes:
    """Give the tagged PDF/A-3a; attachments are (name, media type, content), dated `at`.

    Runs in the worker: it parses our own HTML, no PDF, and loads nothing but fonts of ours. Of
    several threads that call it one works and the others wait.
    """
    with ONE_AT_A_TIME, _garbage_kept():
        return _laid_out(html, attachments, at, paper)


def warm() -> None:
    """Load fonts, style and template, so that the first certificate is as fast as the next."""
    _environment().get_template("evidence/certificate/show.html")
    lay_out("<h1>Warm</h1><p><b>warm</b></p>", (), datetime(2000, 1, 1, tzinfo=UTC))


def _laid_out(
    html: str, attachments: tuple[tuple[str, str, bytes], ...], at: datetime, paper: str
) -> bytes:
    files = [
        Attachment(
            url=pictures.data_address(media_type, content),
            name=name,
            description=name,
            relationship="Data",
            created=at,
            modified=at,
            url_fetcher=print_fonts.OwnFilesOnly(),
        )
        for name, media_type, content in attachments
    ]
    pdf: bytes = HTML(string=html, url_fetcher=print_fonts.OwnFilesOnly()).write_pdf(
        stylesheets=[_style(paper), *_other_scripts(html)],
        font_config=print_fonts.configuration(),
        pdf_variant="pdf/a-3a",
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        attachments=files,
        finisher=pydyf_once.finish,
    )
    return pdf


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """A layout makes hundreds of thousands of objects: looking for garbage takes a tenth of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _moment(at: datetime) -> str:
    """Exact, with its zone, and the same in every language, from left to right."""
    return _from_left(f"{at:%Y-%m-%d %H:%M:%S %Z}")


def _dated(sentence: str) -> str:
    """A day in a sentence, from left to right as well."""
    return DAY.sub(lambda day: _from_left(day[0]), sentence)


def _from_left(exact: str) -> str:
    return f"\u2066{exact}\u2069" if language.direction() == "rtl" else exact


def _drawable(value: object) -> object:
    """Every fact in letters that are drawn (NFC), however it was written."""
    if isinstance(value, Markup):
        return Markup(spelled_out(value))  # noqa: S704
    return spelled_out(value) if isinstance(value, str) else value


@cache
def _environment() -> Environment:
    return environment.make(autoescape=True, finalize=_drawable)


@cache
def _style(paper: str) -> CSS:
    css = (environment.FOLDER / "evidence" / "certificate" / "show.css").read_text()
    page = f"@page {{size: {PAPERS[paper]}}}"
    return CSS(string=page + css, font_config=print_fonts.configuration())


def _other_scripts(html: str) -> list[CSS]:
    families = print_fonts.families_for(html)
    return [_with_families(families)] if families else []


@cache
def _with_families(families: tuple[str, ...]) -> CSS:
    others = ", ".join(f'"{family}"' for family in families)
    return CSS(
        string=f'html {{font-family: "Inter", {others}, sans-serif}}'
        f'h1, h2, h3, .name {{font-family: "Source Serif 4", "Inter", {others}, serif}}'
    )
