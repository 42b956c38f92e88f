"""The signatures of a file that several have signed, as pyHanko reads and judges them."""

from datetime import datetime
from io import BytesIO

from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    DocumentTimestampStatus,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko_certvalidator import ValidationContext

from actors.pdf.verification.report import shown
from actors.pdf.verification.seal_structure import finish

LIMIT = 50
TIMESTAMP = "/DocTimeStamp"


def read(pdf: bytes) -> list[EmbeddedPdfSignature]:
    """All of a file, timestamps of the document as well, in the order of signing.

    Raises ValueError when it is not certain which they are, and whatever pyHanko raises.
    """
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    if reader.xrefs.hybrid_xrefs_present:
        raise ValueError("the file has two tables of its objects")
    fields = [field.get_object() for _, _, field in enumerate_sig_fields(reader, True)]
    values = [field.raw_get("/V") for field in fields]
    if not all(isinstance(value, generic.IndirectObject) for value in values):
        raise ValueError("a signature is not an object of its own")
    found = list(reader.embedded_signatures)
    if len({value.reference for value in values}) != len(fields) or len(found) != len(fields):
        raise ValueError("two fields have the same signature")
    if len(found) > LIMIT:
        raise ValueError("there are too many signatures")
    return found


def holds(signature: EmbeddedPdfSignature, most: ModificationLevel) -> bool:
    """Intact and valid, and `most` is what was changed since, if the signature itself allows it.

    Nothing is said about the certificate. Any doubt and any exception is "no".
    """
    try:
        status = _status(signature)
    except Exception:  # whatever a hostile file provokes
        return False
    level = status.modification_level
    permitted = status.docmdp_ok or signature.sig_object_type == TIMESTAMP  # which permits nothing
    unchanged = level is not None and level <= most and permitted
    return bool(status.intact and status.valid and unchanged)


def is_end_of_file(last: EmbeddedPdfSignature) -> bool:
    """Whether nothing but revisions follows the last signature."""
    newest = last.signed_revision + 1 == last.reader.xrefs.total_revisions
    return not newest or last.coverage == SignatureCoverageLevel.ENTIRE_FILE


def stated_time(signature: EmbeddedPdfSignature) -> datetime | None:
    """What the signature itself says; None where it says none, or no zone."""
    at = signature.self_reported_timestamp
    return at if at is not None and at.tzinfo is not None else None


def signer(certificate: x509.Certificate) -> str:
    """What the certificate calls its holder: name and organization."""
    named = certificate.subject.native
    parts = [named.get(kind) for kind in ("common_name", "organization_name")]
    return shown(", ".join(dict.fromkeys(part for part in parts if isinstance(part, str))))


def _status(
    signature: EmbeddedPdfSignature,
) -> PdfSignatureStatus | DocumentTimestampStatus:
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    if signature.sig_object_type == TIMESTAMP:
        return finish(async_validate_pdf_timestamp(signature, context))
    return finish(async_validate_pdf_signature(signature, context))
