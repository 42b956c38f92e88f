"""A document of an envelope: a PDF that was taken in, page by page."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from core.documents.carried_fields import CarriedFields
from core.documents.earlier_signatures import EarlierSignatures, Handling
from core.documents.edited_page import EditedPage
from core.documents.refusals import (
    NotDrawn,
    NotTakenIn,
    PasswordNeeded,
    ValuesNeeded,
    VirusFound,
    WrongPassword,
)
from core.documents.supplement import Supplement
from core.text import canonical_json

PAGES_LIMIT = 2_000
FIRST_PAGES = 25
BYTES_LIMIT = 100_000_000
TEXT_MISSING = "text_missing"
TEXT_ELSEWHERE = "text_elsewhere"  # not in this document, but maybe in another one
"""A note that names a text at which fields were to be placed: `text_missing:Signature of Buyer`."""

AMBIGUOUS = "pages_ambiguous"
"""A note that names pages: `pages_ambiguous:2,5`."""
IMAGES = ("jpeg", "png", "tiff", "webp", "gif", "bmp")
OPEN_VALUES = "open_values"
"""A note: its pages show merge fields by their names."""

MADE_FROM = "made_from"
"""A note that names the kind of the uploaded file: `made_from:jpeg`."""
COMBINED = f"{MADE_FROM}:images"
"""A note: the uploaded file holds several images as they came."""


class DocumentStatus(StrEnum):
    PROCESSING = "processing"
    READY = "ready"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Page:
    """The size of one page as shown, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Document:
    """
    `reason` is the name of the refusal of a rejected document, `notes` are codes of what
    intake changed. The hashes are SHA-256 in hex: of the file as it was uploaded, of the
    canonical version that is shown, and of the sealed one. `pages_rendered` of the pages are
    drawn, from the first on without a gap. `found_fields` counts the form
    fields the file brought along that no one was given yet. `earlier` are the digital signatures
    that it brought along; then what is shown is the file as it was uploaded.

    Recipients of `hidden_from` are shown nothing of it. `supplement` is what the others have to do
    with it before they finish; such a document has no fields.

    One that `replaces` another takes its place as soon as all its pages are drawn; `carried` says
    then what became of the fields. `lost_fields` of them wait for a place.

    A copied document has no files of its own: `files_of` is the one whose files it shares, as long
    as its pages stay as they are. One that is made anew has it until it is taken in.

    `page_edits` are its pages as they come out of the file as it was taken in; none if it is as it
    was taken in. `edits_final`: it is a copy of one that was edited, so what was redacted or
    deleted there does not come back.
    """

    id: UUID
    name: str
    position: int
    original_sha256: str
    status: DocumentStatus = DocumentStatus.PROCESSING
    reason: str = ""
    notes: tuple[str, ...] = ()
    canonical_sha256: str = ""
    pages: tuple[Page, ...] = ()
    pages_rendered: int = 0
    sealed_sha256: str = ""
    found_fields: int = 0
    size: int = 0  # bytes of the file as it was uploaded
    asked: tuple[str, ...] = ()  # the names of its merge fields
    files_of: UUID | None = None
    handling: Handling = Handling.CANONICAL
    earlier: EarlierSignatures | None = None
    hidden_from: tuple[UUID, ...] = ()
    supplement: Supplement = Supplement.NONE
    replaces: UUID | None = None
    carried: CarriedFields | None = None
    lost_fields: int = 0
    filled_fields: int = 0  # form fields with a value, which is drawn on its pages
    page_edits: tuple[EditedPage, ...] = ()
    edits_final: bool = False
    awaited: str = ""  # fields that are placed where texts stand (anchoring/awaited_fields)

    @property
    def lacks_values(self) -> bool:
        """
        Its merge fields have to be filled in before it can be sent. In a template it has pages.
        """
        return self.reason == ValuesNeeded.code or OPEN_VALUES in self.notes

    @property
    def filled_in(self) -> "Document":
        """The same as if all its merge fields had values."""
        return replace(self, notes=tuple(note for note in self.notes if note != OPEN_VALUES))

    @property
    def is_locked(self) -> bool:
        """It waits for its password, or for another one than was entered."""
        return self.reason in (PasswordNeeded.code, WrongPassword.code)

    @property
    def is_image(self) -> bool:
        """Made from one file that is an image, and shown as that is: nothing of it is redacted."""
        return not self.page_edits and any(f"{MADE_FROM}:{kind}" in self.notes for kind in IMAGES)

    @property
    def is_combined(self) -> bool:
        """Made from several images, and shown as they are, as above."""
        return not self.page_edits and COMBINED in self.notes

    @property
    def was_given_up(self) -> bool:
        """Its intake failed too often; it can be tried again."""
        return self.reason == NotTakenIn.code

    @property
    def lacks_pages(self) -> bool:
        """Some of its pages failed to be drawn too often; that can be tried again."""
        return self.reason == NotDrawn.code

    @property
    def is_infected(self) -> bool:
        """By what the virus scanner said: its file is not stored any more."""
        return self.status is DocumentStatus.REJECTED and self.reason == VirusFound.code

    @property
    def files_id(self) -> UUID:
        """The document under whose id its upload and its page images are stored."""
        return self.files_of or self.id

    @property
    def is_attached(self) -> bool:
        """Nothing is ever added to it."""
        return self.handling is Handling.ATTACHED

    @property
    def is_countersigned(self) -> bool:
        """Nothing but signatures is added to it."""
        return self.handling is Handling.COUNTERSIGNED

    @property
    def ambiguous_pages(self) -> tuple[int, ...]:
        """The pages, from 1, that viewers show differently."""
        named = (note.partition(":")[2] for note in self.notes if note.startswith(f"{AMBIGUOUS}:"))
        return tuple(int(page) for pages in named for page in pages.split(","))

    @property
    def readable(self) -> bool:
        """Its first pages can be shown at signing size; the others follow."""
        return self.can_show(min(FIRST_PAGES, len(self.pages)))

    @property
    def missing_texts(self) -> tuple[str, ...]:
        """Those that were not found in it, at which fields were to be placed."""
        return self._noted(TEXT_MISSING)

    @property
    def texts_elsewhere(self) -> tuple[str, ...]:
        """Those that were not found in it, and have to be in any document of the envelope."""
        return self._noted(TEXT_ELSEWHERE)

    def _noted(self, wanted: str) -> tuple[str, ...]:
        parts = (note.partition(":") for note in self.notes)
        return tuple(text for code, _, text in parts if code == wanted)

    @property
    def takes_fields(self) -> bool:
        """There are pages to place fields on."""
        return self.readable and not self.is_attached and not self.replaces

    @property
    def drawn(self) -> bool:
        """Every page can be shown at signing size."""
        return self.can_show(len(self.pages))

    def can_show(self, number: int) -> bool:
        """This page and all before it can be shown at signing size."""
        return self.status is DocumentStatus.READY and self.pages_rendered >= number

    @property
    def sizes(self) -> str:
        """One hash of how many pages there are and how large each is: SHA-256 in hex."""
        sizes = [[round(1000 * n) for n in (p.width, p.height)] for p in self.pages]
        return hashlib.sha256(canonical_json.text(sizes).encode()).hexdigest()


def listed(documents: Sequence[Document]) -> str:
    """Documents as they are recorded when they are sent, in their order."""
    return canonical_json.text(
        [
            {
                "id": d.id,
                "name": d.name,
                "original_sha256": d.original_sha256,
                "canonical_sha256": d.canonical_sha256,
                "pages": d.sizes,
                "handling": d.handling,
                "earlier": d.earlier.as_json() if d.earlier else None,
                "hidden_from": list(d.hidden_from),
                "supplement": d.supplement,
            }
            for d in documents
        ]
    )
