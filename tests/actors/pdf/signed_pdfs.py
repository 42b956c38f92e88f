"""PDFs that others have signed before they are uploaded, as pyHanko's own signer makes them."""

from datetime import timedelta
from functools import cache
from io import BytesIO

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import CertificateBuilder, ExtendedKeyUsage, Name, NameAttribute
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko_certvalidator.registry import SimpleCertificateStore

from actors.pdf.seal import interrupted_signing
from tests.actors.pdf import pdfs, sealed_pdfs

PLACE = (300, 100, 470, 144)
"""Of an empty field on the first page, in the page's own coordinates."""


@cache
def signer(name: str) -> signers.SimpleSigner:
    pair = sealed_pdfs.other_signer(name)
    key = _der(interrupted_signing.load_key(pair.private_key))
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(pair.certificate),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),
    )


def sign(pdf: bytes, name: str, permits: MDPPerm | None = None, lock: bool = False) -> bytes:
    """One more signature; `permits` makes it a certification, `lock` locks all fields."""
    return signed_by(IncrementalPdfFileWriter(BytesIO(pdf)), name, permits, lock)


def signed_by(
    writer: IncrementalPdfFileWriter,
    name: str,
    permits: MDPPerm | None = None,
    lock: bool = False,
) -> bytes:
    spec = fields.FieldMDPSpec(fields.FieldMDPAction.ALL) if lock else None
    fields.append_signature_field(
        writer,
        SigFieldSpec(
            name, field_mdp_spec=spec, doc_mdp_update_value=MDPPerm.NO_CHANGES if lock else None
        ),
    )
    terms = {"certify": True, "docmdp_permissions": permits} if permits else {}
    said = PdfSignatureMetadata(field_name=name, **terms)
    output: BytesIO = signers.sign_pdf(writer, said, signer(name))
    return output.getvalue()


def encrypted(password: str, name: str) -> bytes:
    """Encrypted first, then signed."""
    copy = copy_into_new_writer(PdfFileReader(BytesIO(pdfs.contract(1))))
    copy.encrypt(owner_pass="owner", user_pass=password)
    output = BytesIO()
    copy.write(output)
    writer = IncrementalPdfFileWriter(output)
    writer.encrypt(password)
    return signed_by(writer, name)


def with_empty_fields(pdf: bytes, *names: str) -> bytes:
    """Fields one above the other on the first page, from PLACE on."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    left, bottom, right, top = PLACE
    for number, name in enumerate(names):
        up = 60 * number
        box = (left, bottom + up, right, top + up)
        fields.append_signature_field(writer, SigFieldSpec(name, on_page=0, box=box))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def timestamped(pdf: bytes) -> bytes:
    """A timestamp of the whole document by an authority that is made for the test."""
    certificate, key = _authority()
    authority = timestamps.DummyTimeStamper(
        certificate, key, certs_to_embed=SimpleCertificateStore()
    )
    output: BytesIO = signers.PdfTimeStamper(authority).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), "sha256"
    )
    return output.getvalue()


@cache
def _authority() -> tuple[x509.Certificate, keys.PrivateKeyInfo]:
    key = rsa.generate_private_key(65537, 2048)
    name = Name([NameAttribute(NameOID.COMMON_NAME, "Timestamp authority")])
    made = (
        CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(sealed_pdfs.AT)
        .not_valid_after(sealed_pdfs.AT + timedelta(days=3650))
        .add_extension(ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    return (
        x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        keys.PrivateKeyInfo.load(_der(key)),
    )


def _der(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@cache
def approved(*names: str) -> bytes:
    """A contract of two pages with a signature of each, one after the other."""
    pdf = pdfs.contract(2)
    for name in names:
        pdf = sign(pdf, name)
    return pdf


@cache
def certified(permits: MDPPerm, *empty: str) -> bytes:
    """A contract that its maker certified, with empty signature fields of these names."""
    return sign(with_empty_fields(pdfs.contract(2), *empty), "Maker", permits)
