"""Files that are small to send and large to convert: refused in words, and the worker goes on."""

import sys
from collections.abc import Iterator

import psutil
import pytest

from actors.pdf.conversion import file_kinds, markup, office
from actors.pdf.sandbox import sandbox
from core.documents.refusals import UnusableFile
from tests.actors.pdf.conversion import office_bombs
from tests.actors.pdf.sandbox import probes

SECONDS = 1  # the product allows 60: these take all that they are given

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux only: Landlock confines it")
converts = pytest.mark.skipif(
    bool(office.missing()) or not office.is_confined(), reason="LibreOffice is not installed"
)


@pytest.fixture(scope="module", autouse=True)
def children() -> Iterator[None]:
    conversion = ("actors.pdf.conversion.office", "actors.pdf.conversion.markup")
    sandbox.start(("tests.actors.pdf.sandbox.probes", *conversion))
    yield
    sandbox.stop()


@converts
@pytest.mark.parametrize("bomb", office_bombs.OFFICE, ids=lambda bomb: bomb.__name__)
def test_an_office_file_that_expands_is_refused_and_the_worker_unharmed(bomb):
    data = bomb()
    kind = file_kinds.kind_of(data).name

    refused = refusal_of(office.to_pdf, data, kind)

    assert len(data) < 1_000_000
    assert refused.message
    assert_unharmed()


@pytest.mark.parametrize("bomb", office_bombs.MARKUP, ids=lambda bomb: bomb.__name__)
def test_a_web_page_that_expands_is_refused_and_the_worker_unharmed(bomb):
    refused = refusal_of(markup.to_pdf, bomb(), "html", "A4", {})

    assert refused.message
    assert_unharmed()


def refusal_of(convert, *arguments) -> UnusableFile:
    with pytest.raises(UnusableFile) as refused:
        sandbox.run_untrusted(convert, *arguments, seconds=SECONDS, in_folder=True)
    return refused.value


def assert_unharmed() -> None:
    assert sandbox.run(probes.add, 1, 1, seconds=5) == 2
    assert psutil.Process().memory_info().rss < 1_000_000_000
