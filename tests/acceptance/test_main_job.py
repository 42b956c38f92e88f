"""A contract goes out, is signed by two people and comes back sealed."""

import random
from pathlib import Path

import pymupdf
import pytest

from actors.pdf.seal import cms
from actors.pdf.verification import byte_range, judge
from deploy.demo.journey import Journey
from tests.acceptance import external_judges
from tests.acceptance.conftest import ROOT, Product
from tests.actors.pdf import pdfs

SAMPLES = ROOT.parent / "shared" / "samples"
INTER = ROOT / "webapp" / "static" / "vendor" / "fonts" / "Inter_400Regular.ttf"
PASSWORDS = {"libreoffice-writer-password.pdf": "openpassword"}
# What journey.py places, with half a point around it.
SIZES = ((0, 130, 44), (50, 60, 30), (86, 90, 20), (112, 130, 20), (138, 16, 16))
PLACED = [
    (29 + across, 39 + down, 31 + across + width, 41 + down + height)
    for across in (0, 150)
    for down, width, height in SIZES
]


def contract() -> bytes:
    """With its font inside: of one that is only named each viewer shows its own letters."""
    return pdfs.contract(fontfile=INTER)


@pytest.fixture(scope="module")
def signed(product: Product) -> Journey:
    journey = product.journey()
    journey.make("contract.pdf", contract())
    return journey


def test_the_job_completes_and_everybody_has_a_copy(signed: Journey) -> None:
    assert signed.result()["status"] == "completed"
    assert set(signed.files) == {"sealed.pdf", "certificate.pdf"}
    assert list(signed.seconds)[-2:] == ["seal", "copies"]


def test_what_was_signed_holds_before_programs_of_others(signed: Journey, tmp_path: Path) -> None:
    for pdf in signed.files.values():
        external_judges.assert_sealed(pdf)
        external_judges.assert_clean(pdf, tmp_path)
    words = external_judges.text(signed.files["sealed.pdf"])
    for expected in ("Signer One", "Signer Two", "Typed by signer 1", "Typed by signer 2"):
        assert expected in words


def test_the_pages_look_as_before_outside_of_the_fields(signed: Journey, tmp_path: Path) -> None:
    before, after = contract(), signed.files["sealed.pdf"]

    external_judges.assert_looks_as_before(before, after, {1: PLACED}, tmp_path)
    assert external_judges.links_and_bookmarks(before) == external_judges.links_and_bookmarks(after)


def test_the_certificate_names_who_signed_and_holds_the_events(signed: Journey) -> None:
    with pymupdf.open(stream=signed.files["certificate.pdf"], filetype="pdf") as document:
        words = "\n".join(page.get_text() for page in document)
        names = document.embfile_names()

    assert "Signer One" in words
    assert signed.address(2) in words
    assert "Everyone has signed." in words
    assert names == ["events.json", "disclosure-1.txt"]


def test_the_page_for_everybody_calls_it_genuine_and_one_changed_byte_not(
    product: Product, signed: Journey
) -> None:
    sealed = signed.files["sealed.pdf"]
    at = random.Random(1).randrange(len(sealed))
    changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]

    assert "Genuine and unchanged" in product.verdict(sealed)
    assert "Genuine and unchanged" not in product.verdict(changed)


def test_no_changed_byte_is_called_genuine_offline(signed: Journey) -> None:
    sealed = signed.files["sealed.pdf"]
    certificate = cms.parse(byte_range.find(sealed).content).certificate
    assert judge.judge(sealed, (certificate,)).genuine
    for at in random.Random(2).sample(range(len(sealed)), 150):
        changed = bytearray(sealed)
        changed[at] ^= 0x20
        assert not judge.judge(bytes(changed), (certificate,)).genuine, at


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.name)
def test_the_samples_end_completed(product: Product, path: Path, tmp_path: Path) -> None:
    journey = product.journey()
    password = PASSWORDS.get(path.name, "")
    journey.make(path.name, path.read_bytes(), password)
    sealed = journey.files["sealed.pdf"]

    assert journey.status == "completed"
    external_judges.assert_sealed(sealed)
    external_judges.assert_clean(sealed, tmp_path)
    words = external_judges.text(sealed)
    for expected in ("Signer One", "Signer Two", "Typed by signer 1", "Typed by signer 2"):
        assert expected in words
    before = external_judges.links_and_bookmarks(path.read_bytes(), password)
    assert before == external_judges.links_and_bookmarks(sealed)


def test_the_samples_are_there() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the sample documents do not lie beside the project (../shared/samples)")
    assert len(list(SAMPLES.glob("*.pdf"))) >= 12
