"""Nothing that cannot be sealed is accepted, and a child lacks no module that sealing takes."""

from collections.abc import Iterator

import pytest

from actors.pdf.intake import intake, trial_seal
from actors.pdf.rendering import render, text
from actors.pdf.sandbox import sandbox
from actors.pdf.seal import interrupted_signing, sealing_steps
from actors.pdf.verification import judge
from actors.worker import PRELOADED
from core.documents.document import Page
from core.documents.refusals import Unsealable
from tests.actors.pdf import pdfs, sealed_pdfs
from tests.actors.pdf.forms import form_pdfs
from tests.actors.pdf.sandbox import probes

OURS = (sealed_pdfs.signer().certificate,)
TITLES = {
    "PDFDocEncoding": b"(Vertrag \\344\\200)",
    "UTF-8": b"<EFBBBF56657274726167C3A4>",
    "UTF-16BE": b"<FEFF005600E4>",
    "UTF-16LE": b"<FFFE5600E400>",
    "half a letter": b"<FEFF00>",
    "half a pair": b"<FEFFD800>",
    "no UTF-8": b"<EFBBBFFF>",
    "undefined bytes": b"<7F9F80AD>",
    "with a language": b"<FEFF001B00640065001B0041>",
    "no string": b"42",
}
NEVER_THERE = {"olefile", "defusedxml"}


def document(words: bytes) -> bytes:
    """The words as title, language, prefix of a page label and bookmark."""
    return pdfs.assemble(
        b"<</Type/Catalog/Pages 2 0 R/Lang %s/PageLabels<</Nums[0<</S/D/P %s>>]>>"
        b"/Outlines<</First 5 0 R/Last 5 0 R/Count 1>>>>" % (words, words),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>",
        b"<</Title %s>>" % words,
        b"<</Title %s/Parent 4 0 R/Dest[3 0 R/Fit]>>" % words,
        trailer=b"/Root 1 0 R/Info 4 0 R",
    )


@pytest.fixture(scope="module")
def worker() -> Iterator[None]:
    """The sandbox as the worker starts it, with what the tests run in it."""
    sandbox.start((*PRELOADED, "tests.actors.pdf.sandbox.probes", "actors.pdf.rendering.text"))
    yield
    sandbox.stop()


def sealed_in_children(canonical: bytes) -> bytes:
    pair = sealed_pdfs.signer()
    appended = sandbox.run(
        sealing_steps.stamp_and_prepare, canonical, (), pair.certificate, sealed_pdfs.AT, seconds=20
    )
    key = interrupted_signing.load_key(pair.private_key)
    file = sealing_steps.sign(canonical, appended, key, pair.certificate)
    sandbox.run(sealing_steps.check, file, len(canonical), (), pair.certificate, seconds=20)
    return file


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("words", TITLES.values(), ids=TITLES)
def test_what_is_accepted_in_the_sandbox_is_sealed_there(words):
    accepted = sandbox.run_untrusted(intake.accept, document(words), None, seconds=20)

    file = sealed_in_children(accepted.canonical)

    assert sandbox.run(judge.judge, file, OURS, seconds=20).genuine


@form_pdfs.needs_cases
@pytest.mark.usefixtures("worker")
def test_the_case_of_a_title_in_utf_8_is_sealed():
    pdf = form_pdfs.case("utf8-title")

    accepted = sandbox.run_untrusted(intake.accept, pdf, None, seconds=20)

    report = sandbox.run(judge.judge, sealed_in_children(accepted.canonical), OURS, seconds=20)
    assert report.genuine


def test_what_cannot_be_sealed_is_refused():
    whole = intake.accept(pdfs.contract(1))
    broken = whole.canonical[: len(whole.canonical) // 2]

    with pytest.raises(Unsealable):
        trial_seal.seal_once(broken, whole.pages)


def test_intake_seals_on_trial(monkeypatch):
    """The trial is part of intake: a document that only it refuses is refused."""
    whole = intake.accept(pdfs.contract(2))
    tried = []
    monkeypatch.setattr(trial_seal, "seal_once", lambda *arguments: tried.append(arguments))

    intake.accept(pdfs.contract(2))

    assert tried == [(whole.canonical, whole.pages)]


@pytest.mark.parametrize("size", [(3, 3), (6, 6), (14_400, 6), (6, 14_400)])
def test_pages_of_any_size_pass_the_trial(size, monkeypatch):
    whole = intake.accept(pdfs.contract(1))
    checked = []
    check = sealing_steps.check
    monkeypatch.setattr(sealing_steps, "check", lambda *sealed: checked.append(check(*sealed)))

    trial_seal.seal_once(whole.canonical, (Page(*size),))

    assert len(checked) == 1


KINDS = {
    "a contract": pdfs.contract,
    "a form": pdfs.form,
    "annotations": pdfs.annotated,
    "a scan": pdfs.scan,
    "layers": pdfs.with_hidden_layer,
    "labels": pdfs.labelled,
    "scripts": pdfs.with_scripts,
    "encrypted": pdfs.encrypted,
    "broken": pdfs.broken_table,
    "damaged": pdfs.damaged,
    "xfa": pdfs.xfa,
    "title": lambda: document(TITLES["UTF-8"]),
}


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("kind", KINDS)
def test_a_child_looks_for_no_module_that_it_lacks(kind):
    pdf = KINDS[kind]()
    asked = sandbox.run(probes.modules_asked_for, intake.accept, pdf, "open", seconds=30)
    if kind not in ("damaged", "xfa"):
        canonical = intake.accept(pdf, "open").canonical
        file = sealed_in_children(canonical)
        for function, *arguments in (
            (judge.judge, file, OURS),
            (sealing_steps.check, file, len(canonical), (), sealed_pdfs.signer().certificate),
            (render.page_images, canonical, (1,), 60),
            (text.page_text, canonical, (1,)),
        ):
            asked += sandbox.run(probes.modules_asked_for, function, *arguments, seconds=30)

    assert set(asked) <= NEVER_THERE


@pytest.mark.usefixtures("worker")
def test_the_samples_and_cases_make_a_child_look_for_no_module():
    folders = [folder for folder in (pdfs.SAMPLES, form_pdfs.CASES) if folder.is_dir()]
    files = [file for folder in folders for file in sorted(folder.glob("*.pdf"))]
    small = [file for file in files if file.stat().st_size < 60_000]

    asked = {
        file.name: sandbox.run(
            probes.modules_asked_for, intake.accept, file.read_bytes(), "openpassword", seconds=30
        )
        for file in small
    }

    assert {name: found for name, found in asked.items() if set(found) - NEVER_THERE} == {}
