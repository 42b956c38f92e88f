"""`countersign verify FILE` gives a verdict in words or JSON and an exit code for scripts."""

import json

import pytest
from cryptography.x509 import load_der_x509_certificate

from actors.pdf.judge import judge
from actors.pdf.report import Verdict
from deploy import verify
from tests.actors.pdf import pdfs, sealed


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed.contract())
    return path


def known(certificate: bytes) -> verify.Find:
    return lambda _: verify.Known(certificate, "Supply agreement")


def test_a_sealed_file_is_valid_and_the_words_name_who_sealed_it(file, capsys):
    code = verify.main([str(file), "--offline"])

    said = capsys.readouterr().out
    assert code == 0
    assert said.startswith("Genuine and unchanged.")
    assert "Example Organization" in said
    assert "2026-11-21 09:30:00 UTC" in said
    assert "No installation was asked" in said


def test_one_changed_byte_is_not_valid(file, capsys):
    changed = bytearray(file.read_bytes())
    changed[2000] ^= 1
    file.write_bytes(changed)

    code = verify.main([str(file), "--offline", "--json"])

    report = json.loads(capsys.readouterr().out)
    assert code == 1
    assert report["valid"] is False
    assert report["verdict"] == "changed"


def test_a_pdf_without_a_seal_is_not_valid(tmp_path, capsys):
    path = tmp_path / "plain.pdf"
    path.write_bytes(pdfs.contract(1))

    assert verify.main([str(path), "--offline"]) == 1
    assert capsys.readouterr().out.startswith("Not sealed by this service.")


def test_what_is_no_pdf_or_not_there_is_unreadable(tmp_path, capsys):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")

    assert verify.main([str(path), "--offline"]) == 2
    assert verify.main([str(tmp_path / "nothing.pdf")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_pinned_certificate_must_be_the_seals_own(file, tmp_path, capsys):
    der, pem = tmp_path / "ours.der", tmp_path / "other.pem"
    der.write_bytes(sealed.signer().certificate)
    other = load_der_x509_certificate(sealed.other_signer().certificate)
    pem.write_bytes(other.public_bytes(verify.Encoding.PEM))

    assert verify.main([str(file), "--certificate", str(der)]) == 0
    assert verify.main([str(file), "--certificate", str(pem)]) == 1
    assert "somebody else sealed it" in capsys.readouterr().out


def test_the_installation_that_sealed_it_says_so():
    report = verify.compare(judge(sealed.contract()), known(sealed.signer().certificate))

    assert report.genuine
    assert "Supply agreement" in report.checks[-1].sentence


def test_an_installation_that_did_not_seal_it_does_not_vouch_for_it():
    report = verify.compare(judge(sealed.contract()), lambda _: None)

    assert report.verdict is Verdict.NOT_SEALED
    assert "--offline" in report.checks[-1].sentence


def test_a_file_known_under_another_certificate_is_not_vouched_for():
    report = verify.compare(judge(sealed.contract()), known(sealed.other_signer().certificate))

    assert not report.genuine
