"""HTML and Markdown become pages; nothing in them reaches anything."""

import socket
from collections.abc import Iterator

import pytest

from actors.pdf.conversion import file_kinds, markup
from actors.pdf.sandbox import sandbox
from core.documents import merge_fields
from core.documents.refusals import TooComplex, UnusableFile
from tests.actors.pdf import pdfs


@pytest.fixture(scope="module", autouse=True)
def _child() -> Iterator[None]:
    sandbox.start(("actors.pdf.conversion.markup",))
    yield
    sandbox.stop()


def laid_out(page: str, kind: str = "html", **values: str) -> tuple[str, tuple[str, ...]]:
    arguments = (page.encode(), kind, "A4", values)
    pdf, notes = sandbox.run_untrusted(markup.to_pdf, *arguments, seconds=30, in_folder=True)
    return " ".join(" ".join(pdfs.texts(pdf)).split()), notes


def test_markdown_is_laid_out_with_tables_and_tags_in_it_are_text() -> None:
    text, notes = laid_out("# Offer\n\n|a|b|\n|-|-|\n|1|2|\n\n<script>x()</script>", "markdown")

    assert "Offer" in text and "<script>x()</script>" in text
    assert notes == ()


def test_a_value_is_text_whatever_is_in_it() -> None:
    text, _ = laid_out("<p>{{ name.first }}</p>", **{"name.first": "<img src=x> & {{ b.c }}"})

    assert "<img src=x> & {{ b.c }}" in text


@pytest.mark.parametrize(
    "page",
    [
        "<p>Text<img src='{0}'>",
        "<p>Text<iframe src='{0}'></iframe>",
        "<link rel=stylesheet href='{0}'><p>Text",
        "<link rel=attachment href='{0}'><p>Text",
        "<style>@import url({0}); p {{background: url({0})}}</style><p>Text",
        "<base href='{0}'><p>Text<img src='a.png'>",
        "<p>Text<object data='{0}'></object><embed src='{0}'>",
        "<p>Text<svg><image href='{0}'/></svg>",
    ],
)
def test_a_page_loads_nothing(page: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        for target in (address, "file:///etc/passwd"):
            text, _ = laid_out(page.format(target))

            assert "Text" in text and "root:" not in text
        with pytest.raises(BlockingIOError):
            server.accept()


def test_what_was_left_out_is_said() -> None:
    _, notes = laid_out("<p onclick='x()'>Text<img src='http://a.example/a.png'>")

    assert notes == ("links_left_out", "scripts_removed")


def test_huge_nesting_is_refused_in_words_or_cut() -> None:
    with pytest.raises(UnusableFile):
        laid_out("<div>" * 50_000)

    assert laid_out("Text\n\n" + ">" * 50_000 + " deep", "markdown")[0].startswith("Text")


def test_fifty_megabytes_of_markdown_are_refused() -> None:
    with pytest.raises(TooComplex):
        file_kinds.kind_of(b"# Offer\n" * 6_500_000)


def test_merge_fields_are_found_once_and_text_tags_are_none() -> None:
    text = "{{ a.b }} {{a.b}} {{ c_d }} {{signature}} {{signature;role=Buyer}} {{ 1x }} {{a.}}"

    assert merge_fields.names(text) == ("a.b", "c_d")
