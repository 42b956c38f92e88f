"""PDFs that another product signed, as pyHanko's own signer makes them."""

from functools import cache
from io import BytesIO

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.actors.pdf import pdfs, sealed_pdfs


@cache
def signed(*names: str) -> bytes:
    """A contract with a signature of each, one after the other."""
    pdf = pdfs.contract(1)
    for name in names:
        pdf = _signed(pdf, name)
    return pdf


def _signed(pdf: bytes, name: str) -> bytes:
    pair = sealed_pdfs.other_signer(name)
    key = load_der_private_key(pair.private_key, password=None).private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(pair.certificate),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    fields.append_signature_field(writer, SigFieldSpec(name))
    output: BytesIO = signers.sign_pdf(writer, PdfSignatureMetadata(field_name=name), signer)
    return output.getvalue()
