"""Builders of sealed PDFs for tests, with a signing certificate made for each run."""

from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from actors.pdf.seal import interrupted_signing
from actors.pdf.verification.judge import judge
from actors.pdf.verification.report import Report
from tenants.use_cases.evidence import signing_certificates
from tests.actors.pdf import pdfs

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


NAME = "Example Organization"


def signer(name: str = NAME) -> signing_certificates.SigningCertificate:
    return _signers(name)


@cache
def _signers(name: str) -> signing_certificates.SigningCertificate:
    return other_signer(name)


def other_signer(name: str = NAME) -> signing_certificates.SigningCertificate:
    """A new key and certificate at every call, also under a name that somebody has already."""
    return signing_certificates.make(name, UUID(int=7), AT, serial=1234567)


def prepared(pdf: bytes, name: str = NAME) -> interrupted_signing.PreparedPdf:
    return interrupted_signing.prepare(pdf, signer(name).certificate, AT)


def sealed(pdf: bytes, name: str = NAME) -> bytes:
    pair = signer(name)
    return interrupted_signing.sign(
        prepared(pdf, name), interrupted_signing.load_key(pair.private_key), pair.certificate
    )


@cache
def contract() -> bytes:
    """A sealed contract of two pages."""
    return sealed(pdfs.contract(2))


def judged(pdf: bytes, name: str = NAME) -> Report:
    """What the judge says who knows the signer's certificate."""
    return judge(pdf, (signer(name).certificate,))
