"""Adds the signatures of an envelope to a document that was signed before it was uploaded."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec

from actors.pdf.sandbox import sandbox
from actors.pdf.seal import added_signatures, countersigning_steps, sealing_steps
from actors.pdf.seal.added_signatures import AddedSignature
from core.documents.document import Document
from core.documents.earlier_signatures import Adding
from core.envelopes.envelope import Envelope
from core.fields.field import Field


def in_order(envelope: Envelope, document: Document) -> list[Field]:
    """The fields of a document that were signed, those that were signed first before others."""
    signed = (f for f in envelope.fields if f.document_id == document.id and f.value)
    at = {r.id: r.completed_at for r in envelope.recipients}
    return sorted(signed, key=lambda f: (f.filled_by and at[f.filled_by]) or envelope.created_at)


def empty_field(document: Document, field: Field) -> str:
    """The name of the file's own signature field that it fills; "": a new one is made."""
    box = (field.x, field.y, field.width, field.height)
    found = document.earlier.empty_field_at(field.page, box) if document.earlier else None
    return found.name if found else ""


def takes_seal(document: Document) -> bool:
    """Whether its signatures allow a field for the seal; else the last signature is the seal."""
    return document.earlier is not None and document.earlier.adding is Adding.NEW_FIELDS


def seal(
    pdf: bytes,
    added: tuple[AddedSignature, ...],
    key: ec.EllipticCurvePrivateKey,
    certificate: bytes,
    now: datetime,
    seconds: float,
) -> bytes:
    """The file as it is, followed by the added signatures; judged. The key stays in this process.

    Without any to add it is the file itself: a signer may have left an optional field empty.
    """
    if not added:
        return pdf
    sealed = pdf
    for each in added:
        appended = sandbox.run(
            added_signatures.prepare, sealed, each, certificate, now, seconds=seconds
        )
        sealed = sealing_steps.sign(sealed, appended, key, certificate)
    sandbox.run(countersigning_steps.check, sealed, len(pdf), added, certificate, seconds=seconds)
    return sealed
