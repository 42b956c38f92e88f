"""What the worker that judges files of strangers writes down, and how long it looks at them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from actors.evidence import check_sealed_file, sealing_attempt
from actors.pdf.sandbox import sandbox
from actors.pdf.seal import interrupted_signing
from core.principal import SYSTEM
from tenants import leased_job
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.evidence import signing_certificates
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from webapp.pages.evidence import verifications


@pytest.fixture(scope="module", autouse=True)
def children() -> Iterator[None]:
    sandbox.start(["actors.pdf.seal.warm_up"])
    yield
    sandbox.stop()


def sealed_with(certificate: bytes, key: bytes, pages: int) -> bytes:
    prepared = interrupted_signing.prepare(pdfs.contract(pages), certificate, NOW)
    return interrupted_signing.sign(prepared, interrupted_signing.load_key(key), certificate)


def report(installation: Installation, data: bytes) -> dict[str, Any]:
    id = uuid4()
    verifications.submit(installation, id, "file.pdf", data, NOW)
    with installation.platform.transaction(SYSTEM) as tx:
        row = tx.rows.one("select id from outbox where arguments->>'verification_id' = %s", str(id))
    job = leased_job.lease(installation.platform, row["id"])
    assert job is not None
    check_sealed_file.check_sealed_file(job)
    found = verifications.verification(installation, id).report
    assert found is not None
    return found


def test_only_the_very_file_that_was_sealed_here_is_genuine(
    installation: Installation, member: Member
) -> None:
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    job = ceremonies.lease_open(member, "seal_envelope")
    loaded = sealing_attempt.load(job)
    assert loaded is not None
    ours = sealed_with(loaded.certificate, loaded.private_key, 1)
    ceremonies.complete(job, {envelope.documents[0].id: ours}, b"%PDF certificate", NOW)
    pair = signing_certificates.make(member.organization_name, UUID(int=1), NOW, serial=1)
    imitation = sealed_with(pair.certificate, pair.private_key, 2)

    assert report(installation, ours)["verdict"] == "genuine"
    assert report(installation, imitation)["verdict"] == "unknown_certificate"
    # Our own seal on bytes that no envelope names is not known either.
    elsewhere = sealed_with(loaded.certificate, loaded.private_key, 3)
    assert report(installation, elsewhere)["verdict"] == "unknown_certificate"


def test_a_file_that_keeps_the_judge_busy_is_given_up(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_sealed_file, "STRANGERS_SECONDS", 0.1)
    body = b"%PDF-1.7\n/ByteRange\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    many = 800_000
    table = b"xref\n0 %d\n" % many + b"0000000020 00000 n \n" * many
    end = b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (many, len(body))

    found = report(installation, body + table + end)

    assert (found["valid"], found["verdict"]) == (False, "not_sealed")
    assert [check["name"] for check in found["checks"]] == ["examination"]
