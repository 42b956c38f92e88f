"""The judge says in plain words who sealed a file, and is taken in by nothing."""

import hashlib
import json
import random

import pikepdf
import pymupdf
import pytest
from asn1crypto.core import OctetString
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from actors.pdf.seal import cms, interrupted_signing
from actors.pdf.verification import byte_range
from actors.pdf.verification.judge import judge, unexaminable
from actors.pdf.verification.report import Report, Verdict
from tests.actors.pdf import pdfs, sealed_pdfs
from tests.actors.pdf.verification import other_products

SOME_BITS = 0x01, 0x20, 0x80  # the neighbour, the other case, no ASCII


def verdict(pdf: bytes) -> Verdict:
    return sealed_pdfs.judged(pdf).verdict


def failed(report: Report) -> str:
    assert not report.checks[-1].passed
    return report.checks[-1].name


def flipped(pdf: bytes, position: int, bits: int) -> bytes:
    return pdf[:position] + bytes([pdf[position] ^ bits]) + pdf[position + 1 :]


def test_a_sealed_file_is_genuine_and_the_report_names_who_sealed_it():
    report = sealed_pdfs.judged(sealed_pdfs.contract())

    assert report.verdict is Verdict.GENUINE
    assert report.headline == "Genuine and unchanged"
    assert all(check.passed for check in report.checks)
    assert report.seal.organization == "Example Organization"
    assert report.seal.sealed_at == sealed_pdfs.AT
    assert report.seal.pages == 2
    assert report.seal.fingerprint == hashlib.sha256(sealed_pdfs.signer().certificate).hexdigest()
    assert report.sha256 == hashlib.sha256(sealed_pdfs.contract()).hexdigest()


def test_the_expected_certificate_is_recognized():
    report = judge(sealed_pdfs.contract(), (b"another", sealed_pdfs.signer().certificate))

    assert report.genuine


def test_a_seal_of_somebody_else_with_the_same_name_is_not_ours():
    imitation = sealed_pdfs.other_signer().certificate

    report = judge(sealed_pdfs.contract(), (imitation,))

    assert report.verdict is Verdict.UNKNOWN_CERTIFICATE
    assert not report.genuine
    assert failed(report) == "certificate"
    assert report.seal.organization == "Example Organization"


def test_a_file_without_a_seal_is_not_sealed():
    assert verdict(pdfs.contract(1)) is Verdict.NOT_SEALED


@pytest.mark.parametrize("file", [b"", b"hello", b"\x89PNG\r\n", bytes(5000)])
def test_what_is_no_pdf_is_unreadable(file):
    assert verdict(file) is Verdict.UNREADABLE


def test_a_file_that_ends_its_examiner_is_never_valid():
    report = unexaminable(sealed_pdfs.contract())

    assert report.verdict is Verdict.CHANGED
    assert not report.genuine


def test_a_report_can_be_written_as_json():
    written = json.loads(json.dumps(sealed_pdfs.judged(sealed_pdfs.contract()).as_json()))

    assert written["valid"] is True
    assert written["seal"]["sealed_at"] == "2026-11-21T09:30:00+00:00"
    assert {"name", "passed", "sentence"} == set(written["checks"][0])


# One changed byte


def test_no_changed_byte_of_the_gap_is_valid():
    file = sealed_pdfs.contract()
    hole = byte_range.find(file)

    positions = range(hole.start, hole.end)
    for bits in SOME_BITS[:2]:
        for position in positions:
            assert verdict(flipped(file, position, bits)) is not Verdict.GENUINE, (position, bits)


def test_no_changed_byte_of_the_padding_is_valid():
    file = sealed_pdfs.contract()
    hole = byte_range.find(file)

    for position in range(hole.end - 12, hole.end):
        for value in b"0123456789abcdefABCDEF \n<>":
            changed = file[:position] + bytes([value]) + file[position + 1 :]
            if changed != file:
                assert verdict(changed) is not Verdict.GENUINE, (position, value)


def test_no_changed_byte_around_the_gap_is_valid():
    file = sealed_pdfs.contract()
    hole = byte_range.find(file)

    around = [*range(hole.start - 250, hole.start + 2), *range(hole.end - 2, len(file))]
    for position in around:
        for bits in SOME_BITS:
            assert verdict(flipped(file, position, bits)) is not Verdict.GENUINE, (position, bits)


def test_no_changed_byte_anywhere_is_valid():
    file = sealed_pdfs.contract()
    dice = random.Random(20261121)

    for position in dice.sample(range(len(file)), 700):
        changed = flipped(file, position, dice.randrange(1, 256))
        assert verdict(changed) is not Verdict.GENUINE, position


def test_upper_case_hexadecimal_is_not_valid():
    file = sealed_pdfs.contract()
    hole = byte_range.find(file)

    loud = file[: hole.start] + file[hole.start : hole.end].upper() + file[hole.end :]

    assert verdict(loud) is Verdict.CHANGED


@pytest.mark.parametrize("tail", [b"\n", b" ", b"\0", b"%%EOF\n", b"\nstartxref\n0\n%%EOF\n"])
def test_a_file_that_goes_on_after_the_seal_is_changed(tail):
    report = sealed_pdfs.judged(sealed_pdfs.contract() + tail)

    assert report.verdict is Verdict.CHANGED
    assert failed(report) == "coverage"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_not_valid(kept):
    file = sealed_pdfs.contract()

    assert verdict(file[: int(len(file) * kept)]) is not Verdict.GENUINE


# The signature value itself


def test_the_other_form_of_the_same_ecdsa_signature_is_not_valid():
    file = sealed_pdfs.contract()
    hole = byte_range.find(file)
    parts = cms.parse(hole.content)
    r, s = cms.utils.decode_dss_signature(parts.signature)
    other = cms.utils.encode_dss_signature(r, cms.P256_ORDER - s)

    report = sealed_pdfs.judged(
        with_content(file, cms.build(hole.digest, cms.Parts(parts.certificate, other)))
    )

    assert report.verdict is Verdict.CHANGED


@pytest.mark.parametrize("r, s", [(0, 0), (1, 0), (0, 1), (cms.P256_ORDER, 1), (1, 1)])
def test_a_signature_of_zeros_or_ones_is_not_valid(r, s):
    file = sealed_pdfs.contract()
    hole = byte_range.find(file)
    empty = cms.utils.encode_dss_signature(r, s)
    parts = cms.Parts(sealed_pdfs.signer().certificate, empty)

    assert verdict(with_content(file, cms.build(hole.digest, parts))) is Verdict.CHANGED


def test_an_unsigned_attribute_that_was_added_is_not_valid():
    file = sealed_pdfs.contract()
    content = cms.cms.ContentInfo.load(byte_range.find(file).content)
    plain = content.dump()
    (signer,) = content["content"]["signer_infos"]
    signer["unsigned_attrs"] = [{"type": "2.5.4.3", "values": [OctetString(b"later")]}]

    assert content.dump(force=True) != plain
    assert verdict(with_content(file, content.dump(force=True))) is not Verdict.GENUINE


def with_content(file: bytes, content: bytes) -> bytes:
    hole = byte_range.find(file)
    digits = content.hex().encode().ljust(hole.end - hole.start - 2, b"0")
    return file[: hole.start + 1] + digits + file[hole.end - 1 :]


# What others would rather have stayed unnoticed


def test_a_file_drawn_on_after_sealing_is_changed():
    with pymupdf.open("pdf", sealed_pdfs.contract()) as document:
        document[0].insert_text((72, 300), "and pays twice")
        changed = document.tobytes()

    assert verdict(changed) is not Verdict.GENUINE


def test_a_file_written_again_by_another_program_is_not_valid(tmp_path):
    path = tmp_path / "again.pdf"
    source = tmp_path / "sealed.pdf"
    source.write_bytes(sealed_pdfs.contract())

    with pikepdf.open(source) as document:
        document.save(path)

    assert verdict(path.read_bytes()) is not Verdict.GENUINE


def test_letters_that_look_like_a_range_in_a_pages_text_do_no_harm():
    plain = pdfs.assemble(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
        pdfs.stream(b"(/ByteRange [0 10 20 30] and /ByteRange [0 1 2 3])"),
    )

    assert sealed_pdfs.judged(sealed_pdfs.sealed(plain)).genuine


# What others have signed, and what only keeps the judge busy


@pytest.mark.parametrize(
    ("names", "organization"),
    [
        ([], ""),
        ([(NameOID.COMMON_NAME, "Only This")], "Only This"),
        ([(NameOID.ORGANIZATION_NAME, "Mine\x1b[2J\u202eOurs")], "Mine[2JOurs"),
        ([(NameOID.ORGANIZATION_NAME, "One"), (NameOID.ORGANIZATION_NAME, "Two")], "One"),
    ],
)
def test_a_strangers_certificate_may_call_itself_anything_and_harms_no_reader(names, organization):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(kind, value) for kind, value in names])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 5)
        .not_valid_before(sealed_pdfs.AT)
        .not_valid_after(sealed_pdfs.AT.replace(year=2030))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
    file = interrupted_signing.sign(
        interrupted_signing.prepare(pdfs.contract(1), certificate, sealed_pdfs.AT), key, certificate
    )

    report = judge(file, ())

    assert report.verdict is Verdict.UNKNOWN_CERTIFICATE
    assert report.seal.organization == organization


def test_intact_signatures_of_another_product_are_named_and_not_judged():
    report = judge(other_products.signed("First Signer", "Second Signer"), ())

    assert report.verdict is Verdict.SIGNED_ELSEWHERE
    assert not report.genuine
    assert [s.signer for s in report.signatures] == ["First Signer", "Second Signer"]
    assert failed(report) == "seal"


def test_a_signature_of_another_product_that_does_not_hold_is_none():
    file = other_products.signed("First Signer")
    at = file.index(b"/Contents (") if b"/Contents (" in file else 400

    for changed in (flipped(file, at, 1), file + b"\n%later\n", drawn_on(file)):
        report = judge(changed, ())
        assert report.verdict is Verdict.NOT_SEALED
        assert report.signatures == ()


def test_a_seal_that_was_changed_is_not_saved_by_somebody_elses_signature():
    changed = flipped(sealed_pdfs.contract(), 2000, 1)

    assert judge(changed, ()).verdict is Verdict.CHANGED


def drawn_on(file: bytes) -> bytes:
    with pymupdf.open("pdf", file) as document:
        document[0].insert_text((72, 300), "and pays twice")
        return document.tobytes()


@pytest.mark.parametrize(
    "part",
    [
        b"/ByteRange [0 1 1 1]\n",
        b"/ByteRange [0 1 1 ",
        b"/ByteRange [0 11111111111 11111111111 1111111111",
    ],
)
def test_a_file_of_nothing_but_ranges_is_refused_after_the_first_of_them(part, monkeypatch):
    looked_at = []
    fits = byte_range._fits
    monkeypatch.setattr(byte_range, "_fits", lambda *range: looked_at.append(range) or fits(*range))
    file = b"%PDF-1.7\n" + part * (2_000_000 // len(part)) + b"\n%%EOF\n"

    assert judge(file, ()).verdict is Verdict.NOT_SEALED
    assert len(looked_at) <= byte_range.RANGES


def test_a_gap_larger_than_any_seal_is_not_read():
    room = b"<" + b"0" * byte_range.LONGEST + b">"
    head = b"%PDF-1.7\n/ByteRange [0 "
    start = len(head) + 40
    end = start + len(room)
    written = b"%d %d %d]" % (start, end, 7)
    file = (head + written).ljust(start) + room + b"\n%%EOF\n"

    with pytest.raises(ValueError, match="larger than any seal"):
        byte_range.find(file)
