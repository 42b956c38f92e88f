"""`countersign verify FILE` gives a verdict in words or JSON and an exit code for scripts."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.x509 import load_der_x509_certificate

from actors import worker
from actors.evidence import sealing_attempt
from actors.pdf.sandbox import sandbox
from actors.pdf.seal import interrupted_signing
from core.principal import SYSTEM
from deploy.commands import verify, verify_answer
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.evidence import signing_certificates
from tests.actors.evidence import test_check_sealed_file, test_signed_before
from tests.actors.pdf import pdfs, sealed_pdfs
from tests.actors.pdf.signed_pdfs import approved
from tests.actors.pdf.verification import other_products
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW, found_member

UNKNOWN = "Unchanged since it was sealed with an unknown certificate"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed_pdfs.contract())
    return path


@pytest.fixture
def installation(settings):
    opened = Installation(settings)
    yield opened
    opened.close()


@pytest.fixture
def alone(monkeypatch):
    """No installation is configured."""
    for name in (verify.SETTING, f"{verify.SETTING}_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def certificate(tmp_path):
    """Of the signer, as an organization gives it to others."""
    path = tmp_path / "theirs.der"
    path.write_bytes(sealed_pdfs.signer().certificate)
    return path


def resealed(name: str = sealed_pdfs.NAME) -> bytes:
    """Another text, sealed with a self-made certificate of the same name."""
    pair = sealed_pdfs.other_signer(name)
    prepared = interrupted_signing.prepare(pdfs.contract(3), pair.certificate, sealed_pdfs.AT)
    return interrupted_signing.sign(
        prepared, interrupted_signing.load_key(pair.private_key), pair.certificate
    )


def written(path: Path, pdf: bytes) -> str:
    path.write_bytes(pdf)
    return str(path)


def test_a_known_certificate_makes_a_sealed_file_genuine(file, certificate, capsys):
    code = verify.main([str(file), "--certificate", str(certificate)])

    said = capsys.readouterr().out
    assert code == 0
    assert said.startswith("Genuine and unchanged.")
    assert "Sealed by    Example Organization" in said
    assert "2026-11-21 09:30:00 UTC" in said


WAYS = {
    "offline": ["--offline"],
    "without an installation": [],
    "with the certificate that is known": ["--certificate"],
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_sealed_again_under_the_same_name_is_never_genuine(
    alone, certificate, tmp_path, capsys, way
):
    path = written(tmp_path / "again.pdf", resealed())
    arguments = [*WAYS[way], *([str(certificate)] if "--certificate" in WAYS[way] else [])]

    code = verify.main([path, *arguments])

    said = capsys.readouterr().out
    assert code == 1
    assert said.startswith(UNKNOWN)
    assert "enuine" not in said
    assert "Calls itself Example Organization" in said


def test_the_report_of_a_file_sealed_again_calls_it_unknown_and_not_valid():
    report = verify.examine(resealed()).as_json()

    assert (report["valid"], report["verdict"]) == (False, "unknown_certificate")
    assert report["headline"] == UNKNOWN


def test_without_a_known_certificate_even_the_true_file_is_not_called_genuine(alone, file, capsys):
    assert verify.main([str(file)]) == 1
    assert capsys.readouterr().out.startswith(UNKNOWN)


def test_an_installation_that_is_configured_and_does_not_answer_is_an_error(
    file, services, monkeypatch, capsys
):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:secret@127.0.0.1:1/countersign")

    code = verify.main([str(file), "--json"])

    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    assert "does not answer" in said.err and "--offline" in said.err
    assert verify.main([str(file), "--offline"]) == 1


def test_while_the_installation_does_not_answer_an_imitation_is_not_judged(
    services, monkeypatch, tmp_path, capsys
):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:secret@127.0.0.1:1/countersign")
    path = written(tmp_path / "again.pdf", resealed())

    code = verify.main([path])

    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    assert "does not answer" in said.err
    assert verify.main([path, "--offline"]) == 1
    assert capsys.readouterr().out.startswith(UNKNOWN)


def test_of_an_organization_without_a_proven_domain_that_is_said(
    installation: Installation, tmp_path, capsys
):
    ours = sealed_here(found_member(installation))

    code = verify.main([written(tmp_path / "ours.pdf", ours)])

    assert code == 0
    assert "Domain       none proven" in capsys.readouterr().out


def sealed_here(member: Member) -> bytes:
    """A file that this organization has sealed, and that its trail names."""
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    job = ceremonies.lease_open(member, "seal_envelope")
    loaded = sealing_attempt.load(job)
    assert loaded is not None
    prepared = interrupted_signing.prepare(pdfs.contract(1), loaded.certificate, NOW)
    ours = interrupted_signing.sign(
        prepared, interrupted_signing.load_key(loaded.private_key), loaded.certificate
    )
    ceremonies.complete(job, {envelope.documents[0].id: ours}, b"certificate", NOW)
    return ours


def test_an_installation_that_answers_knows_its_own_file_and_no_imitation(
    installation: Installation, tmp_path, capsys
):
    member = found_member(installation)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into domain_claims (use, organization_id, domain, token, verified_at)"
            " values ('sign_in', %s, 'lease.example', 'x', now())",
            tx.organization_id,
        )
    ours = sealed_here(member)
    name, id = member.organization_name, UUID(int=1)
    pair = signing_certificates.make(name, id, NOW, serial=1)
    other = interrupted_signing.prepare(pdfs.contract(3), pair.certificate, NOW)
    theirs = interrupted_signing.sign(
        other, interrupted_signing.load_key(pair.private_key), pair.certificate
    )

    true = verify.main([written(tmp_path / "ours.pdf", ours)])
    words = capsys.readouterr().out
    verify.main([str(tmp_path / "ours.pdf"), "--json"])
    report = json.loads(capsys.readouterr().out)
    imitated = verify.main([written(tmp_path / "theirs.pdf", theirs)])
    imitation = capsys.readouterr().out

    assert (true, imitated) == (0, 1)
    assert words.startswith("Genuine and unchanged.")
    assert f"Organization {name} ({member.slug})" in words
    assert "Domain       lease.example" in words
    assert "Signed by    Signer One, o…@example.com" in words
    assert report["installation"]["domains"] == ["lease.example"]
    assert report["installation"]["slug"] == member.slug
    assert report["installation"]["signers"][1] == {
        "name": "Signer Two",
        "address": "t…@example.com",
        "did": "signed",
    }
    assert imitation.startswith(UNKNOWN)
    assert "No intact audit trail of this installation names it." in imitation


def test_one_changed_byte_is_not_valid(file, certificate, capsys):
    changed = bytearray(file.read_bytes())
    changed[2000] ^= 1
    file.write_bytes(changed)

    code = verify.main([str(file), "--certificate", str(certificate), "--json"])

    report = json.loads(capsys.readouterr().out)
    assert code == 1
    assert report["valid"] is False
    assert report["verdict"] == "changed"


def test_a_pdf_without_a_seal_is_not_valid(tmp_path, capsys):
    path = tmp_path / "plain.pdf"
    path.write_bytes(pdfs.contract(1))

    assert verify.main([str(path), "--offline"]) == 1
    assert capsys.readouterr().out.startswith("Not sealed by this service.")


def test_what_another_product_signed_has_a_verdict_and_an_exit_code_of_its_own(tmp_path, capsys):
    path = written(tmp_path / "other.pdf", other_products.signed("Another Signer"))

    code = verify.main([path, "--offline"])

    said = capsys.readouterr().out
    assert code == 3
    assert said.startswith("Signed with another product.")
    assert "Signed by Another Signer, with a certificate that we do not judge" in said
    assert "altered" not in said


def test_each_signature_of_a_file_that_others_signed_before_is_named_and_judged(
    installation, tmp_path, capsys
):
    member = found_member(installation)
    sandbox.start(worker.PRELOADED)
    envelope = test_signed_before.sealed(member, approved("Ana Lima", "Bo Berg"), [(1, 72, 600)])
    file = test_signed_before.file_of(member, envelope, 0)
    changed = file[:900] + bytes([file[900] ^ 1]) + file[901:]
    verdicts = [test_check_sealed_file.report(installation, each) for each in (file, changed)]
    sandbox.stop()
    theirs = tmp_path / "theirs.der"
    theirs.write_bytes(test_signed_before.certificate(member))

    known = verify.main([written(tmp_path / "a.pdf", file), "--certificate", str(theirs)])
    said = capsys.readouterr().out
    broken = verify.main([written(tmp_path / "b.pdf", changed), "--certificate", str(theirs)])

    assert (known, broken) == (0, 1)
    assert said.startswith("Genuine and unchanged.")
    for name in ("Ana Lima", "Bo Berg"):
        assert f"Signed by {name}, before it was sealed, and intact, with a certificate" in said
    assert [verdict["verdict"] for verdict in verdicts] == ["genuine", "changed"]
    assert [s["signer"] for s in verdicts[0]["signatures"]] == ["Ana Lima", "Bo Berg"]
    assert verdicts[1]["signatures"] == []


def test_what_is_no_pdf_or_not_there_is_unreadable(tmp_path, capsys):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")

    assert verify.main([str(path), "--offline"]) == 2
    assert verify.main([str(tmp_path / "nothing.pdf")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_certificate_may_be_given_as_text(file, tmp_path, capsys):
    pem = tmp_path / "theirs.pem"
    theirs = load_der_x509_certificate(sealed_pdfs.signer().certificate)
    pem.write_bytes(theirs.public_bytes(verify.Encoding.PEM))

    assert verify.main([str(file), "--certificate", str(pem)]) == 0


def test_a_file_known_under_another_certificate_is_not_vouched_for():
    other = verify_answer.Known(sealed_pdfs.other_signer().certificate, "Supply agreement")

    answer = verify_answer.compare(verify.judge(sealed_pdfs.contract(), ()), lambda _: other)

    assert not answer.report.genuine
    assert answer.known is None


def test_an_examination_that_is_interrupted_says_nothing_of_the_file(file, capsys, monkeypatch):
    """As when the machine's memory runs out: no file brings that about twice."""

    def interrupted(*_: object, **__: object) -> None:
        raise sandbox.Interrupted

    monkeypatch.setattr(sandbox, "_once", interrupted)

    assert verify.main([str(file), "--offline"]) == 2
    assert "there is no result" in capsys.readouterr().err
