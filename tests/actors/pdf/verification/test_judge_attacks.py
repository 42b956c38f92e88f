"""The public families of attacks on signed PDFs, each built here, and each refused."""

import hashlib
import re
from dataclasses import replace

import pymupdf
import pytest
from pyhanko.sign.general import SigningError

from actors.pdf.seal import interrupted_signing
from actors.pdf.verification import byte_range
from actors.pdf.verification.report import Verdict
from tests.actors.pdf import pdfs, sealed_pdfs

SHOWN = b"BT /F1 24 Tf 72 700 Td (You owe 100 dollars) Tj ET"
MEANT = b"BT /F1 24 Tf 72 700 Td (You owe 900 dollars) Tj ET"


def two_faced() -> bytes:
    """A page with two possible contents: 4 is shown, 6 waits in the shadow."""
    return pdfs.assemble(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        pdfs.stream(SHOWN),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        pdfs.stream(MEANT),
    )


def updated(file: bytes, objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """The file with an incremental update that replaces these objects."""
    body, table = bytearray(file), b""
    for number, content in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    previous = re.findall(rb"startxref\s+(\d+)", file)[-1]
    body += b"xref\n%strailer\n<</Size 60/Root 1 0 R/Prev %s%s>>\n" % (table, previous, trailer)
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)


def refused(file: bytes) -> bool:
    return sealed_pdfs.judged(file).verdict is not Verdict.GENUINE


def text(file: bytes) -> str:
    with pymupdf.open("pdf", file) as document:
        return document[0].get_text()


@pytest.fixture(scope="module")
def genuine() -> bytes:
    file = sealed_pdfs.sealed(two_faced())
    assert sealed_pdfs.judged(file).genuine
    assert "100 dollars" in text(file)
    return file


# Shadow attacks: the content is there when it is signed, and brought to light afterwards


def test_a_shadow_that_replaces_what_is_shown_is_refused(genuine):
    attack = updated(genuine, {4: pdfs.stream(MEANT)})

    assert "900 dollars" in text(attack)
    assert refused(attack)


def test_a_shadow_that_points_the_page_to_the_hidden_content_is_refused(genuine):
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 6 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>"
    )

    attack = updated(genuine, {3: page})

    assert "900 dollars" in text(attack)
    assert refused(attack)


def test_a_shadow_that_frees_the_covering_object_is_refused(genuine):
    attack = updated(genuine, {4: b"null"})

    assert "100 dollars" not in text(attack)
    assert refused(attack)


def test_a_shadow_that_hides_and_replaces_the_whole_document_is_refused(genuine):
    attack = updated(
        genuine,
        {
            50: b"<</Type/Catalog/Pages 51 0 R>>",
            51: b"<</Type/Pages/Kids[52 0 R]/Count 1>>",
            52: b"<</Type/Page/Parent 51 0 R/MediaBox[0 0 612 792]/Contents 6 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
        },
        trailer=b"/Root 50 0 R",
    )

    assert refused(attack)


# Incremental saving


def test_an_update_without_a_table_is_refused(genuine):
    assert refused(genuine + b"4 0 obj\n" + pdfs.stream(MEANT) + b"\nendobj\n")


def test_an_update_with_a_copy_of_the_signature_is_refused(genuine):
    hole = byte_range.find(genuine)
    copied = re.search(rb"(\d+) 0 obj\s*<<\s*/Contents ", genuine)
    value = genuine[genuine.index(b"<<", copied.start()) : genuine.index(b"endobj", hole.end)]

    attack = updated(genuine, {4: pdfs.stream(MEANT), int(copied[1]): value.strip()})

    assert refused(attack)


def test_annotations_drawn_over_the_page_afterwards_are_refused(genuine, tmp_path):
    path = tmp_path / "attack.pdf"
    path.write_bytes(genuine)
    with pymupdf.open(path) as document:
        document[0].add_freetext_annot((72, 80, 300, 120), "You owe 900 dollars")
        document.saveIncr()

    assert refused(path.read_bytes())


# Universal signature forgery: the signature stays, what it says of the file is spoiled


@pytest.mark.parametrize(
    "spoiled",
    [
        b"null",
        b"[]",
        b"[0]",
        b"[0 0 0 0]",
        b"[0 -1 0 -1]",
        b"[-1 1 1 1]",
        b"[0 10 10 10]",
        b"[0 99999999 99999999 99999999]",
        b"<00>",
        b"",
    ],
)
def test_a_byte_range_that_says_something_else_is_refused(genuine, spoiled):
    written = re.search(rb"/ByteRange \[[^]]*\]", genuine)
    replaced = (b"/ByteRange " + spoiled if spoiled else b"").ljust(len(written[0]))

    assert refused(genuine.replace(written[0], replaced))


@pytest.mark.parametrize("content", [b"00", b"", b"3000", b"3080", b"ffff"])
def test_contents_that_are_no_signature_are_refused(genuine, content):
    hole = byte_range.find(genuine)
    room = hole.end - hole.start - 2

    attack = genuine[: hole.start + 1] + content.ljust(room, b"0") + genuine[hole.end - 1 :]

    assert refused(attack)


@pytest.mark.parametrize("key", [b"/Contents", b"/ByteRange", b"/SubFilter", b"/Filter", b"/V"])
def test_a_key_of_the_signature_that_is_taken_away_is_refused(genuine, key):
    assert refused(genuine.replace(key, b"/" + b"X" * (len(key) - 1)))


# Signature wrapping: the signed bytes are moved, new ones take their place


def test_a_second_part_that_was_moved_is_refused(genuine):
    hole = byte_range.find(genuine)
    malicious = b"\n4 0 obj\n" + pdfs.stream(MEANT) + b"\nendobj\n"
    tail = genuine[hole.end :]
    moved = b"[0 %d %d %d]" % (hole.start, hole.end + len(malicious), len(tail))
    old = re.search(rb"/ByteRange \[[^]]*\]", genuine)[0]

    attack = genuine[: hole.end] + malicious + tail
    attack = attack.replace(old, b"/ByteRange " + moved)

    assert refused(attack)


def test_a_gap_that_was_widened_over_content_is_refused(genuine):
    hole = byte_range.find(genuine)
    wide = genuine[: hole.end - 1] + b"0" * 400 + genuine[hole.end - 1 :]
    old = re.search(rb"\[0 \d+ \d+ \d+\]", genuine)[0]
    rest = len(genuine) - hole.end
    new = b"[0 %d %d %d]" % (hole.start, hole.end + 400, rest)

    assert refused(wide.replace(old, new))


# Signatures on other terms


def test_a_second_field_that_shares_the_signature_is_refused():
    plain = two_faced()
    twice = _with_second_field(sealed_pdfs.sealed(plain))

    assert refused(twice)


def test_a_file_with_a_field_that_can_be_filled_in_is_refused_even_when_sealed():
    report = sealed_pdfs.judged(sealed_pdfs.sealed(pdfs.form()))

    assert report.verdict is Verdict.CHANGED
    assert report.checks[-1].name == "single"


def test_a_sealed_file_cannot_be_sealed_again():
    with pytest.raises(SigningError):
        sealed_pdfs.sealed(sealed_pdfs.contract())


@pytest.mark.parametrize(
    "written, instead",
    [
        (b"/P 1", b"/P 2"),  # filling in forms permitted
        (b"/DocMDP", b"/DocMdP"),  # no certification at all
        (b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached"),
        (b"/FT /Sig", b"/FT /Btn"),
    ],
)
def test_our_own_key_on_other_terms_makes_no_valid_seal(written, instead):
    prepared = sealed_pdfs.prepared(two_faced())
    assert written in prepared.pdf
    pdf = prepared.pdf.replace(written, instead)
    digest = hashlib.sha256(pdf[: prepared.start] + pdf[prepared.end :]).digest()
    pair = sealed_pdfs.signer()

    other = replace(prepared, pdf=pdf, digest=digest)
    report = sealed_pdfs.judged(
        interrupted_signing.sign(
            other, interrupted_signing.load_key(pair.private_key), pair.certificate
        )
    )

    assert report.verdict is Verdict.CHANGED
    assert report.checks[-1].name in ("single", "permissions")


def _with_second_field(file: bytes) -> bytes:
    value = re.search(rb"/V (\d+) 0 R", file)[1]
    form = re.search(rb"(\d+) 0 obj\s*<<\s*/Fields \[ (\d+) 0 R \]", file)
    fields = b"<</Fields[%s 0 R 55 0 R]/SigFlags 3>>" % form[2]
    second = b"<</FT/Sig/T(Seal2)/V %s 0 R>>" % value
    return updated(file, {int(form[1]): fields, 55: second})
