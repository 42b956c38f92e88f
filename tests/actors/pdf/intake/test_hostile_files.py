"""Files made to harm: each is refused in words or made harmless, and the worker goes on."""

from collections.abc import Callable, Iterator

import psutil
import pytest

from actors import worker
from actors.pdf.intake import file_intake, intake
from actors.pdf.intake.intake import Accepted
from actors.pdf.sandbox import sandbox
from core.documents.refusals import (
    AmbiguousFile,
    DamagedPdf,
    TooComplex,
    UnusableFile,
    XfaForm,
)
from tests.actors.pdf import pdfs
from tests.actors.pdf.sandbox import bombs, probes

MEMORY = 1_000_000_000


@pytest.fixture(scope="module", autouse=True)
def _child() -> Iterator[None]:
    sandbox.start(("tests.actors.pdf.sandbox.probes", *worker.PRELOADED))
    yield
    sandbox.stop()


def of_200_000_objects() -> bytes:
    """All of them hang on the page, each by its own name."""
    names = b"".join(b"/X%d %d 0 R" % (n, 5 + n) for n in range(200_000))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<"
    return pdfs.assemble(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page + b"/Properties<<" + names + b">>>>>>",
        pdfs.stream(b"0 0 m"),
        *[b"<</A 1>>"] * 200_000,
    )


def of_size(width: float, height: float) -> bytes:
    return pdfs.assemble(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Contents 4 0 R/Resources<<>>>>"
        % (width, height),
        pdfs.stream(b"0 0 50 50 re f"),
    )


def polyglot() -> bytes:
    return b"<html><script>alert(1)</script>" + pdfs.contract(1)


def hybrid() -> bytes:
    return b"GIF89a" + pdfs.contract(1)


REFUSED: dict[str, tuple[Callable[[], bytes], type[UnusableFile] | tuple[type[UnusableFile], ...]]]
REFUSED = {
    "HTML and PDF at once": (polyglot, AmbiguousFile),
    "GIF and PDF at once": (hybrid, AmbiguousFile),
    "an XFA form": (pdfs.xfa, XfaForm),
    "200,000 objects on one page": (of_200_000_objects, TooComplex),
    "a page tree with a loop": (bombs.page_tree_loop, (DamagedPdf, TooComplex)),
}
HARMLESS: dict[str, tuple[Callable[[], bytes], str]] = {
    "scripts and programs to launch": (pdfs.with_scripts, "scripts_removed"),
    "files embedded": (pdfs.with_attachment, "attachments_removed"),
    "fonts that are only named": (pdfs.named_fonts, ""),
    "a page of no size": (lambda: of_size(0, 0), ""),
    "a page of 200 inches": (lambda: of_size(14_400, 14_400), ""),
}


def taken_in(pdf: bytes) -> object:
    return sandbox.run_untrusted(file_intake.accept, pdf, None, "A4", seconds=20)


def the_worker_goes_on() -> bool:
    answers = sandbox.run(probes.add, 1, 1, seconds=5) == 2
    return answers and psutil.Process().memory_info().rss < MEMORY


@pytest.mark.parametrize(("build", "reason"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_a_sentence(build, reason):
    with pytest.raises(reason) as refused:
        taken_in(build())

    assert refused.value.message.endswith(".")
    assert the_worker_goes_on()


@pytest.mark.parametrize(("build", "note"), HARMLESS.values(), ids=HARMLESS)
def test_it_is_made_harmless_and_the_sender_told(build, note):
    taken = taken_in(build())

    assert isinstance(taken, Accepted)
    assert note in (*taken.notes, "")
    assert {note for note in taken.notes if note.startswith("scripts")} <= {"scripts_removed"}
    for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"calc.exe"):
        assert word not in taken.canonical
    assert intake.accept(taken.canonical).pages == taken.pages
    assert the_worker_goes_on()
