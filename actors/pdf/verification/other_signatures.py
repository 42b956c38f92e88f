"""Signatures of another make: whether all are intact, and whom their certificates name.

Nothing is said about the certificates, and nothing about what was changed between two signatures
beyond what pyHanko forbids: the reader is told that we do not judge them.
"""

from io import BytesIO

from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from actors.pdf.verification.report import SignatureReport, shown
from actors.pdf.verification.seal_structure import finish

LIMIT = 50


def intact(pdf: bytes) -> tuple[SignatureReport, ...]:
    """All signatures, if there is one and each is intact and valid; else none.

    Raises whatever pyHanko raises at a file that it does not understand.
    """
    if b"/ByteRange" not in pdf:
        return ()
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    signatures = reader.embedded_regular_signatures
    if not 1 <= len(signatures) <= LIMIT:
        return ()
    *earlier, last = (_status(signature) for signature in signatures)
    if not all(_holds(status, ModificationLevel.FORM_FILLING) for status in earlier):
        return ()
    newest = signatures[-1].signed_revision + 1 == reader.xrefs.total_revisions
    if newest and last.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return ()  # something follows that is no revision
    if not _holds(last, ModificationLevel.LTA_UPDATES):
        return ()
    return tuple(_named(signature.signer_cert) for signature in signatures)


def _status(signature: EmbeddedPdfSignature) -> PdfSignatureStatus:
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    return finish(async_validate_pdf_signature(signature, context))


def _holds(status: PdfSignatureStatus, most: ModificationLevel) -> bool:
    """`most` is what may have been added since: other signatures, or what keeps this one alive."""
    level = status.modification_level
    unchanged = level is not None and level <= most and bool(status.docmdp_ok)
    return bool(status.intact and status.valid and unchanged)


def _named(certificate: x509.Certificate) -> SignatureReport:
    named = certificate.subject.native
    parts = [named.get(kind) for kind in ("common_name", "organization_name")]
    words = ", ".join(dict.fromkeys(part for part in parts if isinstance(part, str)))
    return SignatureReport(shown(words), certificate.sha256.hex())
