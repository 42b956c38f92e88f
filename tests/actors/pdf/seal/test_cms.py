"""The CMS that we put together from bytes is the one that asn1crypto builds of the same parts."""

import hashlib

import pytest
from asn1crypto import cms as structures
from asn1crypto import tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from actors.pdf.seal import cms, interrupted_signing
from tests.actors.pdf import sealed_pdfs

SHA256 = {"algorithm": "sha256"}


def attributes(digest: bytes, certificate: bytes) -> structures.CMSAttributes:
    identifier = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate).digest()})
    signing = tsp.SigningCertificateV2({"certs": [identifier]})
    values = {
        "content_type": "data",
        "message_digest": digest,
        "signing_certificate_v2": signing,
    }
    return structures.CMSAttributes(
        [
            structures.CMSAttribute({"type": name, "values": [value]})
            for name, value in values.items()
        ]
    )


def built(digest: bytes, parts: cms.Parts) -> bytes:
    certificate = x509.Certificate.load(parts.certificate)
    place = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer = {
        "version": "v1",
        "sid": structures.SignerIdentifier("issuer_and_serial_number", place),
        "digest_algorithm": SHA256,
        "signed_attrs": attributes(digest, parts.certificate),
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": parts.signature,
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [SHA256],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [signer],
    }
    content = structures.SignedData(signed)
    return structures.ContentInfo({"content_type": "signed_data", "content": content}).dump()


@pytest.mark.parametrize("length", [8, 70, 71, 127, 128, 300])
def test_it_is_what_asn1crypto_builds(length):
    digest = hashlib.sha256(bytes(length)).digest()
    parts = cms.Parts(sealed_pdfs.signer().certificate, b"s" * length)

    assert cms.build(digest, parts) == built(digest, parts)


def test_what_the_key_signs_is_the_set_of_attributes_of_asn1crypto():
    digest, certificate = hashlib.sha256(b"file").digest(), sealed_pdfs.signer().certificate
    key = interrupted_signing.load_key(sealed_pdfs.signer().private_key)

    parts = cms.parse(cms.sign(digest, key, certificate))

    signed = attributes(digest, certificate).dump()
    key.public_key().verify(parts.signature, signed, ec.ECDSA(hashes.SHA256()))
    assert cms.verify(digest, parts)
    assert not cms.verify(hashlib.sha256(b"other").digest(), parts)
