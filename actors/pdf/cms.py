"""The CMS of a seal, in the one form we write: the same parts always give the same bytes.

Built here and not by pyHanko's signer, because the judge builds it again and compares every byte:
what cannot be built again is not ours, and so nothing in it can be changed unseen.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import algos, cms, tsp, x509  # type: ignore[import-untyped]
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509 import load_der_x509_certificate

LONGEST_SIGNATURE = 71  # bytes of a DER ECDSA-Sig-Value on P-256 whose s is in the lower half
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE = (
    "content_type",
    "message_digest",
    "signing_certificate_v2",
)


@dataclass(frozen=True)
class Parts:
    """What is free in the CMS; everything else follows from these and the digest."""

    certificate: bytes
    signature: bytes


def sign(digest: bytes, key: ec.EllipticCurvePrivateKey, certificate: bytes) -> bytes:
    """The DER of a detached CMS over a document's SHA-256 (ETSI EN 319 142-1, PAdES B-B)."""
    signature = key.sign(_attributes(digest, certificate).dump(), ec.ECDSA(hashes.SHA256()))
    return build(digest, Parts(certificate, _in_lower_half(signature)))


def build(digest: bytes, parts: Parts) -> bytes:
    """Put the CMS together (RFC 5652); no signing time, which PAdES keeps in the PDF's /M."""
    certificate = x509.Certificate.load(parts.certificate)
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
            ),
            "digest_algorithm": sha256,
            "signed_attrs": _attributes(digest, parts.certificate),
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": parts.signature,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    der: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return der


@lru_cache(maxsize=64)
def size(certificate: bytes) -> int:
    """Bytes that the longest CMS with this certificate takes."""
    return len(build(bytes(32), Parts(certificate, bytes(LONGEST_SIGNATURE))))


def parse(der: bytes) -> Parts:
    """Find the certificate and the signature in a CMS; ValueError unless there is one of each."""
    content = cms.ContentInfo.load(der)
    if content["content_type"].native != "signed_data":
        raise ValueError("not signed data")
    (certificate,) = content["content"]["certificates"]
    (signer,) = content["content"]["signer_infos"]
    return Parts(certificate.chosen.dump(), signer["signature"].native)


def verify(digest: bytes, parts: Parts) -> bool:
    """Whether the signature is the certificate's own over this digest, in its one strict form."""
    key = load_der_x509_certificate(parts.certificate).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        return False
    if _in_lower_half(parts.signature) != parts.signature:
        return False
    try:
        key.verify(
            parts.signature,
            _attributes(digest, parts.certificate).dump(),
            ec.ECDSA(hashes.SHA256()),
        )
    except InvalidSignature:
        return False
    return True


def _attributes(digest: bytes, certificate: bytes) -> cms.CMSAttributes:
    """The signed attributes: a SET OF, which asn1crypto sorts as DER asks (RFC 5652, 5.4)."""
    identifier = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate).digest()})
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": CONTENT_TYPE, "values": ["data"]}),
            cms.CMSAttribute({"type": MESSAGE_DIGEST, "values": [digest]}),
            cms.CMSAttribute(
                {
                    "type": SIGNING_CERTIFICATE,
                    "values": [tsp.SigningCertificateV2({"certs": [identifier]})],
                }
            ),
        ]
    )


def _in_lower_half(signature: bytes) -> bytes:
    """The same signature with the smaller of its two possible s, so that it has one form only."""
    r, s = utils.decode_dss_signature(signature)
    return utils.encode_dss_signature(r, min(s, P256_ORDER - s))
