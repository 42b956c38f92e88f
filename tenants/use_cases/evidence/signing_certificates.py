"""An organization's signing certificate: the key and X.509 certificate behind its seal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from core.text.printable import nfc, shortened

YEARS = 10
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336, id-kp-documentSigning
# NSS, which Firefox and pdfsig ask, knows no documentSigning and takes this one for signatures.
PURPOSES = (DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION)
LONGEST_NAME = 64  # X.520, ub-organization-name, in characters
LONGEST_COMMON_NAME = 64  # bytes: our library counts ub-common-name so


@dataclass(frozen=True)
class SigningCertificate:
    """`private_key` is PKCS#8 DER, to be stored sealed; `certificate` is X.509 DER, public."""

    private_key: bytes
    certificate: bytes


def make(
    organization_name: str, organization_id: UUID, now: datetime, serial: int
) -> SigningCertificate:
    """Make a P-256 key and a self-signed certificate for sealing documents (RFC 5280).

    `serial` is a random positive number of at most 159 bits; `now` carries a time zone.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = _subject(organization_name, organization_id)
    public = key.public_key()
    identifier = x509.SubjectKeyIdentifier.from_public_key(public)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(now - timedelta(minutes=5))  # clocks differ a little
        .not_valid_after(now + timedelta(days=365 * YEARS + YEARS // 4))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage(PURPOSES), critical=False)
        .add_extension(identifier, critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    return SigningCertificate(
        key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        certificate.public_bytes(serialization.Encoding.DER),
    )


def is_key_pair(certificate: bytes, private_key: bytes) -> bool:
    """
    Whether the certificate (DER) is of this key (PKCS#8 DER) and signed with it.

    So no one who has no key can give it another name.
    """
    try:
        made = x509.load_der_x509_certificate(certificate)
        made.verify_directly_issued_by(made)
        key = serialization.load_der_private_key(private_key, password=None)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return key.public_key() == made.public_key()


def _subject(organization_name: str, organization_id: UUID) -> x509.Name:
    name = nfc(organization_name)
    organization = shortened(name, lambda n: len(n) <= LONGEST_NAME)
    common = shortened(name, lambda n: len(n.encode()) <= LONGEST_COMMON_NAME)
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, str(organization_id)),
        ]
    )


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
