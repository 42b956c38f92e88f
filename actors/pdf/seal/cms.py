"""The CMS of a seal, in the one form we write: the same parts always give the same bytes.

Built here and not by pyHanko's signer, because the judge builds it again and compares every byte:
what cannot be built again is not ours, and so nothing in it can be changed unseen. Put together
from bytes: asn1crypto's objects take 5 ms for it, at each of the five times that a seal asks.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import (  # type: ignore[import-untyped]
    algos,
    cms,
    core,
    tsp,  # noqa: F401 - it adds names of attributes, which are only read before the first is used
    x509,
)
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.crypt import pdfmac  # noqa: F401 - it adds names, as tsp does

from actors.pdf.seal import der

LONGEST_SIGNATURE = 71  # bytes of a DER ECDSA-Sig-Value on P-256 whose s is in the lower half
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

VERSION_1 = core.Integer(1).dump()
SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
ECDSA_WITH_SHA256 = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}).dump()
DATA, SIGNED_DATA = (cms.ContentType(name).dump() for name in ("data", "signed_data"))
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"  # RFC 5035
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE = (
    cms.CMSAttributeType(name).dump()
    for name in ("content_type", "message_digest", SIGNING_CERTIFICATE_V2)
)


@dataclass(frozen=True)
class Parts:
    """What is free in the CMS; everything else follows from these and the digest."""

    certificate: bytes
    signature: bytes


def sign(digest: bytes, key: ec.EllipticCurvePrivateKey, certificate: bytes) -> bytes:
    """The DER of a detached CMS over a document's SHA-256 (ETSI EN 319 142-1, PAdES B-B)."""
    signature = key.sign(_signed_bytes(digest, certificate), ec.ECDSA(hashes.SHA256()))
    return build(digest, Parts(certificate, _in_lower_half(signature)))


def build(digest: bytes, parts: Parts) -> bytes:
    """Put the CMS together (RFC 5652); no signing time, which PAdES keeps in the PDF's /M."""
    certificate = x509.Certificate.load(parts.certificate)
    serial = core.Integer(certificate.serial_number).dump()
    signer = der.sequence(
        VERSION_1,
        der.sequence(certificate.issuer.dump(), serial),
        SHA256,
        der.tagged(0, _attributes(digest, parts.certificate)),
        ECDSA_WITH_SHA256,
        der.octets(parts.signature),
    )
    signed = der.sequence(
        VERSION_1,
        der.set_of(SHA256),
        der.sequence(DATA),
        der.tagged(0, parts.certificate),
        der.set_of(signer),
    )
    return der.sequence(SIGNED_DATA, der.tagged(0, signed))


@lru_cache(maxsize=64)
def size(certificate: bytes) -> int:
    """Bytes that the longest CMS with this certificate takes."""
    return len(build(bytes(32), Parts(certificate, bytes(LONGEST_SIGNATURE))))


def parse(encoded: bytes) -> Parts:
    """Find the certificate and the signature in a CMS; ValueError unless there is one of each."""
    content = cms.ContentInfo.load(encoded)
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
            _signed_bytes(digest, parts.certificate),
            ec.ECDSA(hashes.SHA256()),
        )
    except InvalidSignature:
        return False
    return True


def _signed_bytes(digest: bytes, certificate: bytes) -> bytes:
    """What the key signs: the signed attributes under the tag of a set (RFC 5652, 5.4)."""
    return der.wrapped(der.SET, _attributes(digest, certificate))


def _attributes(digest: bytes, certificate: bytes) -> bytes:
    """The contents of the signed attributes, sorted as DER asks of a set."""
    identifier = der.sequence(der.octets(hashlib.sha256(certificate).digest()))
    values = {
        CONTENT_TYPE: DATA,
        MESSAGE_DIGEST: der.octets(digest),
        SIGNING_CERTIFICATE: der.sequence(der.sequence(identifier)),
    }
    return b"".join(sorted(der.sequence(type, der.set_of(values[type])) for type in values))


def _in_lower_half(signature: bytes) -> bytes:
    """The same signature with the smaller of its two possible s, so that it has one form only."""
    r, s = utils.decode_dss_signature(signature)
    return utils.encode_dss_signature(r, min(s, P256_ORDER - s))
