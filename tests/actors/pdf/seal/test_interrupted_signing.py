"""The seal is what PAdES and our own judge ask for, and the key never meets a PDF parser."""

import hashlib
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
from asn1crypto import cms as asn1
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from actors.pdf.sandbox import sandbox
from actors.pdf.seal import interrupted_signing
from actors.pdf.verification import byte_range
from actors.pdf.verification.judge import judge
from tests.actors.pdf import pdfs, sealed_pdfs


def judged_by_pyhanko(pdf: bytes):
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    (signature,) = reader.embedded_signatures
    root = x509.Certificate.load(sealed_pdfs.signer().certificate)
    context = ValidationContext(trust_roots=[root], moment=sealed_pdfs.AT)
    return signature, validate_pdf_signature(signature, context)


def test_pyhanko_judges_the_seal_intact_valid_and_covering_the_whole_file():
    signature, status = judged_by_pyhanko(sealed_pdfs.contract())

    assert status.intact
    assert status.valid
    assert status.bottom_line
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.docmdp_ok
    assert signature.docmdp_level == MDPPerm.NO_CHANGES
    assert signature.field_name == "Seal"
    assert signature.self_reported_timestamp == sealed_pdfs.AT


def test_the_cms_has_the_signed_attributes_of_pades_and_no_signing_time():
    content = asn1.ContentInfo.load(byte_range.find(sealed_pdfs.contract()).content)

    (signer,) = content["content"]["signer_infos"]
    attributes = {attribute["type"].native for attribute in signer["signed_attrs"]}
    assert attributes == {"content_type", "message_digest", "signing_certificate_v2"}
    assert signer["unsigned_attrs"].native is None
    assert len(content["content"]["certificates"]) == 1


def test_the_gap_is_lower_case_hexadecimal_and_then_zeros():
    file = sealed_pdfs.contract()
    hole = byte_range.find(file)

    digits = file[hole.start + 1 : hole.end - 1]
    length = len(asn1.ContentInfo.load(hole.content).dump())
    assert set(digits) <= set(b"0123456789abcdef")
    assert set(hole.content[length:]) <= {0}
    assert len(hole.content) - length <= 4


def test_everything_before_the_seal_stays_as_it_was():
    plain = pdfs.contract(2)

    assert sealed_pdfs.sealed(plain).startswith(plain)


@pdfs.needs_qpdf
def test_qpdf_finds_nothing_to_complain_about(tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed_pdfs.contract())

    found = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)

    assert found.returncode == 0, found.stdout + found.stderr


def test_links_and_bookmarks_are_still_there():
    plain, file = pdfs.contract(3), sealed_pdfs.sealed(pdfs.contract(3))

    assert pdfs.bookmarks(file) == pdfs.bookmarks(plain)
    assert pdfs.links(file) == pdfs.links(plain)


def test_a_digest_that_is_not_the_prepared_files_own_is_not_signed():
    pair = sealed_pdfs.signer()
    honest = sealed_pdfs.prepared(pdfs.contract(1))
    lie = replace(honest, digest=hashlib.sha256(b"another contract").digest())

    with pytest.raises(ValueError, match="does not fit its digest"):
        interrupted_signing.sign(
            lie, interrupted_signing.load_key(pair.private_key), pair.certificate
        )


def test_a_gap_that_already_holds_something_is_not_signed():
    pair = sealed_pdfs.signer()
    honest = sealed_pdfs.prepared(pdfs.contract(1))
    dirty = honest.pdf[: honest.start + 9] + b"1" + honest.pdf[honest.start + 10 :]

    with pytest.raises(ValueError, match="does not fit its digest"):
        interrupted_signing.sign(
            replace(honest, pdf=dirty),
            interrupted_signing.load_key(pair.private_key),
            pair.certificate,
        )


def test_an_organization_with_a_long_name_in_another_script_can_seal():
    file = sealed_pdfs.sealed(pdfs.contract(1), "株式会社" * 16)

    report = sealed_pdfs.judged(file, "株式会社" * 16)
    assert report.genuine
    assert report.seal.organization == "株式会社" * 16


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed")
def test_a_program_that_asks_nss_finds_nothing_wrong_but_that_it_does_not_know_us(tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed_pdfs.contract())

    done = subprocess.run(
        [str(shutil.which("pdfsig")), str(path)],
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Signature Validation: Signature is Valid." in done.stdout
    assert "Unknown issue with Certificate" not in done.stdout
    assert "Certificate Validation: Certificate issuer is unknown." in done.stdout


def test_every_step_works_where_nothing_may_be_opened():
    pair = sealed_pdfs.signer()
    sandbox.start(["actors.pdf.seal.warm_up"])
    try:
        prepared = sandbox.run(
            interrupted_signing.prepare,
            pdfs.contract(2),
            pair.certificate,
            sealed_pdfs.AT,
            seconds=20,
        )
        file = interrupted_signing.sign(
            prepared, interrupted_signing.load_key(pair.private_key), pair.certificate
        )
        report = sandbox.run(judge, file, (pair.certificate,), seconds=20)
    finally:
        sandbox.stop()

    assert report.genuine, report.checks
    assert report.seal.pages == 2


@pdfs.needs_samples
@pytest.mark.parametrize("name", ["pdflatex-4-pages.pdf", "GeoTopo-komprimiert.pdf"])
def test_a_sample_is_sealed_and_judged_genuine(name):
    report = sealed_pdfs.judged(sealed_pdfs.sealed(pdfs.sample(name)))

    assert report.genuine, report.checks
