"""The certificate behind an organization's seal."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key
from cryptography.x509.oid import NameOID

from tenants.use_cases.evidence import signing_certificates

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def made(name: str = "Example Organization") -> signing_certificates.SigningCertificate:
    return signing_certificates.make(name, UUID(int=7), NOW, serial=1234567)


def test_the_certificate_is_signed_by_its_own_key_for_ten_years():
    pair = made()

    certificate = x509.load_der_x509_certificate(pair.certificate)
    certificate.verify_directly_issued_by(certificate)
    key = load_der_private_key(pair.private_key, None)
    assert key.public_key() == certificate.public_key()
    assert isinstance(key.curve, ec.SECP256R1)
    assert certificate.serial_number == 1234567
    assert certificate.not_valid_before_utc < NOW
    assert certificate.not_valid_after_utc > NOW + timedelta(days=3650)


def test_it_may_sign_documents_and_nothing_else():
    certificate = x509.load_der_x509_certificate(made().certificate)

    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    extended = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    # documentSigning, and emailProtection for programs that do not know it.
    purposes = [purpose.dotted_string for purpose in extended]
    assert purposes == ["1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.4"]
    assert not basic.ca


def test_it_names_the_organization_and_its_id():
    subject = x509.load_der_x509_certificate(made("Müller & 山田 " + "x" * 80).certificate).subject

    (name,) = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    (number,) = subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    assert name.value.startswith("Müller & 山田")
    assert len(name.value) == 64
    assert number.value == str(UUID(int=7))


@pytest.mark.parametrize(
    ("name", "organization", "common"),
    [
        ("株式会社" * 20, "株式会社" * 16, "株式会社" * 5 + "株"),
        ("é" * 70, "é" * 64, "é" * 32),
        ("e\u0301" * 70, "é" * 64, "é" * 32),
        ("x" * 63 + "n\u0304", "x" * 63, "x" * 63),  # no such letter in one: not cut in two
        ("y" * 61 + "👩🏽‍⚖️", "y" * 61, "y" * 61),
        ("가" * 63 + "\u1112\u1161\u11ab" * 2, "가" * 63 + "한", "가" * 21),
        ("a" * 60 + "    Limited", "a" * 60, "a" * 60),
    ],
)
def test_a_long_name_is_cut_between_letters(name: str, organization: str, common: str):
    subject = x509.load_der_x509_certificate(made(name).certificate).subject

    (whole,) = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    (short,) = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert (whole.value, short.value) == (organization, common)


def test_two_certificates_never_share_a_key():
    first, second = made(), made()

    assert first.private_key != second.private_key
