"""Takes in an uploaded PDF: refuses what cannot be signed, makes the canonical version of the rest.

To be run in the sandbox: nothing here trusts the bytes, and nothing here protects against them.
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from math import prod

import pymupdf
from pymupdf import mupdf

from actors.pdf.canonical import canonical, geometry, layers
from actors.pdf.comparison import engine_agreement
from actors.pdf.finding import finder, text_tags
from actors.pdf.finding.found_place import FoundPlace
from actors.pdf.forms import annotations, found_fields, lifting
from actors.pdf.intake import (
    existing_signatures,
    inspection,
    opening,
    signed_files,
    trial_seal,
)
from core.documents.document import AMBIGUOUS, BYTES_LIMIT, PAGES_LIMIT, Page
from core.documents.earlier_signatures import EarlierSignatures
from core.documents.refusals import (
    AlreadySigned,
    DamagedPdf,
    FileTooLarge,
    NoPages,
    NotAPdf,
    TooComplex,
    TooManyPages,
    UnusableFile,
)

HEADER, HEADER_WITHIN = b"%PDF-", 1024
PICTURE_LIMIT = 400_000_000
"""Pixels of one picture: an A0 sheet scanned at 400 dots per inch has 245 million."""

KEPT = {
    "actions_removed": "actions_kept",
    "attachments_removed": "attachments_kept",
    "scripts_removed": "scripts_kept",
}
"""What is removed from other files has to stay in one that is signed."""

NOTES = (
    *KEPT.values(),
    "actions_removed",
    "annotations_flattened",
    "attachments_removed",
    "decrypted",
    "fields_left_out",
    found_fields.LIMITED,
    "form_flattened",
    "junk_removed",
    "layers_removed",
    AMBIGUOUS,
    "repaired",
    "scripts_removed",
    "structure_lost",
    text_tags.LEFT,
    text_tags.UNKNOWN,
    finder.LIMITED,
    "xfa_removed",
)
"""What the sender may be told about an accepted document."""


@dataclass(frozen=True)
class Accepted:
    """A document that can be sent: its canonical version, pages as shown (points), what was
    changed (of NOTES), and the fields it brought along or seems to ask for. Of a file that is
    signed already the canonical version is the file itself."""

    canonical: bytes
    pages: tuple[Page, ...]
    notes: tuple[str, ...]
    fields: tuple[FoundPlace, ...]
    earlier: EarlierSignatures | None = None


def accept(
    pdf: bytes, password: str | None = None, lifted: Collection[str] = frozenset()
) -> Accepted:
    """
    `lifted` are keys of form fields whose values are not to be drawn: they are fields already.

    Raises a subclass of UnusableFile for each way a file cannot be used.
    """
    if len(pdf) > BYTES_LIMIT:
        raise FileTooLarge
    start = pdf[: HEADER_WITHIN + len(HEADER)].find(HEADER)
    if start < 0:
        raise NotAPdf
    body, notes = pdf[start:], {"junk_removed"} if start else set()
    try:
        taken = _accept(body, password, body, notes, lifted)
    except (DamagedPdf, NoPages) as refusal:
        try:
            rebuilt = opening.rebuilt(body, password)
            taken = _accept(rebuilt, password, body, notes | {"repaired"}, lifted)
        except UnusableFile:
            raise refusal from None
    return taken if taken is not None else _accept_signed(pdf)


@opening.damage_refused
def _accept(
    pdf: bytes, password: str | None, original: bytes, notes: set[str], lifted: Collection[str]
) -> Accepted | None:
    """None for a file that is signed already: nothing of what is done here may be done to it."""
    opened = opening.open_plain(pdf, password)
    document = opened.document
    _check_size(document)
    found = set(inspection.inspect(opened.pdf))
    if inspection.SIGNED in found or existing_signatures.most_seen(document, original, password):
        return None
    notes |= opened.notes | found
    settled = layers.settle(opened)
    layered = document if settled is not None else None
    if settled is not None:
        notes.add("layers_removed")
        document = settled
    uploaded = engine_agreement.uploaded(original, password, opened.pdf, layered)
    geometry.mend_boxes(document)
    geometry.mend_rotation(document)
    notes |= annotations.settle(document)
    fields = found_fields.read(document)
    notes |= {found_fields.LIMITED} if len(fields) == found_fields.MOST else set()
    document, covered = lifting.lift(document, fields, lifted)
    uploaded = engine_agreement.without(uploaded, covered)
    tags = text_tags.take_out(document)
    document, notes = tags.document, notes | tags.notes
    uploaded = engine_agreement.without(uploaded, tags.covered)
    made = canonical.make(document)
    if not made.links_complete and "scripts_removed" not in notes:
        notes.add("actions_removed")
    if pages := engine_agreement.ambiguous_pages(uploaded, document, made):
        notes.add(f"{AMBIGUOUS}:{','.join(str(page) for page in pages)}")
    shown = tuple(Page(page.width, page.height) for page in made.pages)
    trial_seal.seal_once(made.pdf, shown)
    fields = (*fields, *tags.fields)
    suggested, limits = finder.suggested(made.pdf, fields)
    return Accepted(
        canonical=made.pdf,
        pages=shown,
        notes=tuple(sorted(notes | limits)),
        fields=(*(field for field in fields if field.key not in lifted), *suggested),
    )


@opening.damage_refused
def _accept_signed(uploaded: bytes) -> Accepted:
    """The file as it came, byte for byte, and what its signatures allow. Raises AlreadySigned."""
    document = pymupdf.open(stream=uploaded, filetype="pdf")
    if document.needs_pass:
        raise AlreadySigned
    doubt = "encrypted" if (document.metadata or {}).get("encryption") else ""
    if document.is_repaired or not uploaded.startswith(HEADER):
        doubt = doubt or "unreadable"
    places = [geometry.shown(document[number]) for number in range(document.page_count)]
    shown = tuple(Page(place.width, place.height) for place in places)
    seen = existing_signatures.most_seen(document, uploaded, None)
    earlier = signed_files.examine(uploaded, document, shown, doubt, seen)
    notes = {KEPT[note] for note in inspection.inspect(uploaded) if note in KEPT}
    names = {field.name for field in earlier.empty_fields}
    fields = tuple(field for field in found_fields.read(document) if field.name in names)
    return Accepted(uploaded, shown, tuple(sorted(notes)), fields, earlier)


def _check_size(document: pymupdf.Document) -> None:
    if document.page_count > PAGES_LIMIT:
        raise TooManyPages
    for xref in range(1, document.xref_length()):
        with suppress(mupdf.FzErrorBase):  # a broken object that perhaps nothing refers to
            if document.xref_is_image(xref) and _pixels(document, xref) > PICTURE_LIMIT:
                raise TooComplex


def _pixels(document: pymupdf.Document, xref: int) -> int:
    sides = [document.xref_get_key(xref, name)[1] for name in ("Width", "Height")]
    return prod(int(side) for side in sides) if all(side.isdigit() for side in sides) else 0
