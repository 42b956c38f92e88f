"""The organization's seal on a PDF, by interrupted signing.

The child writes the revision and leaves a gap; the parent, who holds the key and opens no PDF,
fills the gap. A certifying signature that permits no changes (ISO 32000-2, 12.8.2.2), PAdES B-B.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import BuildProps, SignatureObject

from actors.pdf.seal import cms

FIELD = "Seal"
APPLICATION = "Countersign"
READABLE = "Seal of the organization that sent this"
REASON = "Sealed after everybody has signed"


@dataclass(frozen=True)
class PreparedPdf:
    """A PDF that waits for its seal: `<00…>` from `start` to `end`, `digest` over all the rest."""

    pdf: bytes
    digest: bytes
    start: int
    end: int


@dataclass(frozen=True)
class AppendedRevisions:
    """What is to follow a file that is not changed: revisions, the last with room for a CMS.

    `digest`, `start` and `end` are those of PreparedPdf, of the whole file.
    """

    revisions: bytes
    digest: bytes
    start: int
    end: int


def prepare(
    pdf: bytes, certificate: bytes, at: datetime, reason: str = REASON, location: str = ""
) -> PreparedPdf:
    """Append the seal's revision with room for the CMS. `at` carries a time zone.

    Runs in the child: it needs the public certificate (DER) only, for the size of the gap.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    field = SigFieldSpec(FIELD, readable_field_name=READABLE)
    steps = PdfCMSEmbedder(new_field_spec=field).write_cms(field_name=FIELD, writer=writer)
    next(steps)
    placeholder = SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=location or None,
        app_build_props=BuildProps(name=APPLICATION),
        bytes_reserved=2 * cms.size(certificate),
    )
    permissions = SigMDPSetup("sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(SigObjSetup(sig_placeholder=placeholder, mdp_setup=permissions))
    gap, output = steps.send(SigIOSetup("sha256", in_place=True))
    return PreparedPdf(
        output.getvalue(), gap.document_digest, gap.reserved_region_start, gap.reserved_region_end
    )


def sign(prepared: PreparedPdf, key: ec.EllipticCurvePrivateKey, certificate: bytes) -> bytes:
    """Fill the gap with the CMS: lower-case hexadecimal, then zeros. Runs in the parent."""
    _expect_honest_gap(prepared)
    content = cms.sign(prepared.digest, key, certificate).hex().encode()
    pdf = memoryview(prepared.pdf)
    room = prepared.end - prepared.start - 2
    if len(content) > room:
        raise ValueError(f"The seal takes {len(content)} bytes and has room for {room}.")
    return b"".join(
        (
            pdf[: prepared.start + 1],
            content.ljust(room, b"0"),
            pdf[prepared.end - 1 :],
        )
    )


def load_key(private_key: bytes) -> ec.EllipticCurvePrivateKey:
    """Read a PKCS#8 DER key; keep the result, reading it again at every seal is slow."""
    key = load_der_private_key(private_key, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("A seal is made with a P-256 key.")
    return key


def _expect_honest_gap(prepared: PreparedPdf) -> None:
    """The child read an untrusted PDF: sign only the digest of what it really gave back."""
    pdf, start, end = memoryview(prepared.pdf), prepared.start, prepared.end
    rest = hashlib.sha256(pdf[:start])
    rest.update(pdf[end:])
    gap = bytes(pdf[start:end])
    if rest.digest() != prepared.digest or gap != b"<" + b"0" * (len(gap) - 2) + b">":
        raise ValueError("The prepared PDF does not fit its digest.")
