import hashlib
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from actors.evidence import check_sealed_file
from core.principal import SYSTEM
from tenants import leased_job
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.visitors import Visitor


def submit(visitor: Visitor, data: bytes, id: object = None) -> Any:
    visitor.get("/verify")
    file = (BytesIO(data), "lease – signed.pdf")
    return visitor.post("/verify", {"id": id or uuid4(), "file": file})


def judged(installation: Installation, id: str, verdict: str, now: datetime) -> None:
    """What a worker writes; that it judges rightly is shown where it is done."""
    with installation.platform.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select id from outbox where kind = 'check_sealed_file'"
            " and arguments->>'verification_id' = %s",
            id,
        )
    job = leased_job.lease(installation.platform, row["id"])
    assert job is not None
    data = check_sealed_file.load(job)
    passed = verdict == "genuine"
    checks = [{"name": "coverage", "passed": passed, "sentence": "The seal covers the whole file."}]
    sha256 = hashlib.sha256(data).hexdigest()
    report = {"verdict": verdict, "checks": checks, "seal": None, "sha256": sha256}
    report["signatures"] = []
    if verdict == "genuine":
        report["seal"] = {"organization": "Organization", "fingerprint": "5e" * 32}
    if verdict == "unknown_certificate":
        report["seal"] = {"organization": "Demo organization", "fingerprint": "5e" * 32}
    if verdict == "signed_elsewhere":
        report["signatures"] = [{"signer": "Another Signer", "fingerprint": "5e" * 32}]
    check_sealed_file.report(job, report)


def test_the_page_is_a_plain_form_that_works_without_a_script(app: Flask) -> None:
    page = Visitor(app).get("/verify")

    assert page.status_code == 200
    assert 'enctype="multipart/form-data"' in page.text
    assert "Is this document genuine?" in page.text
    assert "is examined for up to 10 seconds" in page.text


def test_a_file_is_handed_to_a_worker_and_the_page_asks_again_until_it_is_judged(
    app: Flask, installation: Installation, now: datetime
) -> None:
    visitor = Visitor(app)

    answer = submit(visitor, b"%PDF-1.7 anything")
    address = answer.headers["Location"]
    waiting = visitor.get(address)
    judged(installation, address.rsplit("/", 1)[1], "not_sealed", now)
    done = visitor.get(address, headers={"HX-Request": "true"})

    assert answer.status_code == 303
    assert 'hx-trigger="every' in waiting.text
    assert "hx-trigger" not in done.text
    assert "Not sealed by this service" in done.text


@pytest.mark.parametrize(
    ("verdict", "headline"),
    [
        ("genuine", "Genuine and unchanged"),
        ("unknown_certificate", "Unchanged, but sealed with an unknown certificate"),
        ("signed_elsewhere", "Signed with another product"),
        ("changed", "Changed after sealing"),
        ("not_sealed", "Not sealed by this service"),
        ("unreadable", "This file is not a PDF"),
    ],
)
def test_every_verdict_is_one_plain_sentence_with_its_checks(
    app: Flask, installation: Installation, now: datetime, verdict: str, headline: str
) -> None:
    visitor = Visitor(app)
    address = submit(visitor, b"%PDF " + verdict.encode()).headers["Location"]
    judged(installation, address.rsplit("/", 1)[1], verdict, now)

    page = visitor.get(address)

    assert headline in page.text
    assert "What we checked" in page.text
    assert ("Failed:" in page.text) == (verdict != "genuine")
    assert ("enuine and" in page.text) == (verdict == "genuine")
    calls_itself, signed_by = "It says: Demo organization", "Signed by Another Signer"
    assert (calls_itself in page.text) == (verdict == "unknown_certificate")
    assert (signed_by in page.text) == (verdict == "signed_elsewhere")


def test_a_genuine_file_names_who_signed_it_and_when(
    app: Flask, installation: Installation, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, now)
    job = ceremonies.lease_open(member, "seal_envelope")
    sealed = f"%PDF sealed {uuid4()}".encode()
    ceremonies.complete(job, {envelope.documents[0].id: sealed}, b"%PDF certificate", now)
    visitor = Visitor(app)
    address = submit(visitor, sealed).headers["Location"]
    judged(installation, address.rsplit("/", 1)[1], "genuine", now)

    page = visitor.get(address).text

    assert "Signer One" in page and "Signer Two" in page
    assert f"Sealed by {member.organization_name}" in page
    assert member.slug in page
    assert "has not proved that it owns a domain" in page
    assert "o…@example.com" in page and "one@example.com" not in page
    certificate = visitor.get(f"{address}/certificate.pem")
    assert certificate.text.startswith("-----BEGIN CERTIFICATE-----")
    assert f"{member.slug}.pem" in certificate.headers["Content-Disposition"]
    assert str(now.year) in page


def test_sending_the_form_twice_is_one_verification(app: Flask) -> None:
    visitor, id = Visitor(app), uuid4()

    first, second = submit(visitor, b"%PDF", id), submit(visitor, b"%PDF", id)

    assert first.headers["Location"] == second.headers["Location"]


def test_no_file_and_an_empty_file_are_told_apart_in_plain_words(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.get("/verify")

    none = visitor.post("/verify", {"id": uuid4()})
    empty = submit(visitor, b"")

    assert (none.status_code, empty.status_code) == (422, 422)
    assert "Choose a PDF file first." in none.text
    assert "This file is not a PDF." in empty.text


def test_the_certificate_of_an_unknown_file_is_not_given(
    app: Flask, installation: Installation, now: datetime
) -> None:
    visitor = Visitor(app)
    address = submit(visitor, b"%PDF of somebody else").headers["Location"]
    judged(installation, address.rsplit("/", 1)[1], "unknown_certificate", now)

    assert visitor.get(f"{address}/certificate.pem").status_code == 404


def test_a_verification_nobody_asked_for_is_not_found(app: Flask) -> None:
    assert Visitor(app).get(f"/verify/{uuid4()}").status_code == 404


def test_who_asks_too_often_is_asked_to_wait(app: Flask) -> None:
    visitor = Visitor(app)

    codes = [submit(visitor, b"%PDF").status_code for _ in range(21)]

    assert codes == [303] * 20 + [429]
