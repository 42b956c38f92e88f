"""A PDF that is signed already: it is not rewritten, and what may be added to it is found by trial.

What is read with any doubt, is damaged, encrypted or not intact gets no further signature.
"""

from collections.abc import Iterator

import pymupdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature

from actors.pdf.forms import found_fields
from actors.pdf.intake import trial_seal
from actors.pdf.seal.added_signatures import AddedSignature
from actors.pdf.verification import embedded_signatures
from actors.pdf.verification.embedded_signatures import TIMESTAMP
from core.documents.document import Page
from core.documents.earlier_signatures import (
    Adding,
    EarlierSignature,
    EarlierSignatures,
    EmptySignatureField,
)
from core.documents.refusals import Unsealable

FIELDS_KEPT = 30
"""Empty signature fields that can be used; each is tried."""


def examine(
    pdf: bytes, document: pymupdf.Document, pages: tuple[Page, ...], doubt: str, seen: int
) -> EarlierSignatures:
    """`pdf` is the file as it was uploaded, `document` the same in MuPDF with its pages as shown.

    `doubt` is a reason for adding nothing that was met before, `seen` how many signatures another
    engine sees.
    """
    try:
        found = embedded_signatures.read(pdf)
    except Exception:  # whatever a damaged or hostile file provokes is a doubt
        return EarlierSignatures((), Adding.NOTHING, reason=doubt or "unreadable")
    signatures = tuple(_earlier(each) for each in found)
    if not all(signature.intact for signature in signatures):
        doubt = "not_intact"
    elif not found or len(found) != seen or not embedded_signatures.is_end_of_file(found[-1]):
        doubt = doubt or "unreadable"
    if doubt:
        return EarlierSignatures(signatures, Adding.NOTHING, reason=doubt)
    empty = tuple(_empty_fields(found[0].reader, document))[:FIELDS_KEPT]
    return _tried(pdf, pages, signatures, empty, _permitted(found))


def _earlier(signature: EmbeddedPdfSignature) -> EarlierSignature:
    """A timestamp is named as well: by its authority."""
    holds = embedded_signatures.holds(signature, ModificationLevel.FORM_FILLING)
    at = embedded_signatures.stated_time(signature)
    if signature.sig_object_type == TIMESTAMP:
        at = None
    return EarlierSignature(embedded_signatures.signer(signature.signer_cert), at, holds)


def _permitted(found: list[EmbeddedPdfSignature]) -> Adding:
    """What the signatures allow (ISO 32000-2, 12.8.2.2): without a word of theirs, any signature;
    where they allow to fill in, only fields that were made for it."""
    levels = [level for each in found if (level := each.docmdp_level) is not None]
    if MDPPerm.NO_CHANGES in levels:
        return Adding.NOTHING
    return Adding.EMPTY_FIELDS if levels else Adding.NEW_FIELDS


def _empty_fields(
    reader: PdfFileReader, document: pymupdf.Document
) -> Iterator[EmptySignatureField]:
    """Those that can be seen, and that make no terms of their own (seed values, locks)."""
    empty = {name: field.get_object() for name, _, field in enumerate_sig_fields(reader, False)}
    plain = {name for name, field in empty.items() if "/SV" not in field and "/Lock" not in field}
    places = [field for field in found_fields.read(document) if field.kind == "signature"]
    names = [place.name for place in places]
    for place in places:
        if place.name in plain and names.count(place.name) == 1:
            box = (place.x, place.y, place.width, place.height)
            yield EmptySignatureField(place.name, place.page, *box)


def _tried(
    pdf: bytes,
    pages: tuple[Page, ...],
    signatures: tuple[EarlierSignature, ...],
    empty: tuple[EmptySignatureField, ...],
    permitted: Adding,
) -> EarlierSignatures:
    """What is permitted and keeps every signature intact when it is done."""
    if permitted is Adding.NOTHING:
        return EarlierSignatures(signatures, Adding.NOTHING, reason="final")
    if permitted is Adding.NEW_FIELDS and _goes(pdf, trial_seal.in_new_fields(pages, empty)):
        return EarlierSignatures(signatures, Adding.NEW_FIELDS, empty)
    if empty and _goes(pdf, trial_seal.in_empty_fields(empty)):
        return EarlierSignatures(signatures, Adding.EMPTY_FIELDS, empty)
    reason = "no_empty_field" if permitted is Adding.EMPTY_FIELDS and not empty else "unsealable"
    return EarlierSignatures(signatures, Adding.NOTHING, reason=reason)


def _goes(pdf: bytes, added: tuple[AddedSignature, ...]) -> bool:
    try:
        trial_seal.add_once(pdf, added)
    except Unsealable:
        return False
    return True
