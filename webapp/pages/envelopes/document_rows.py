"""The documents of a draft as its page lists them: what is wrong, what intake changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from core import error_table
from core.documents.document import Document, DocumentStatus
from core.envelopes.envelope import Envelope
from core.refusals import FilledSentence, sentence

# What intake changed, by its code, as the sender is told.
NOTES = {
    "actions_removed": sentence("Actions that run automatically were removed."),
    "annotations_flattened": sentence("Comments and drawings became part of the page."),
    "attachments_removed": sentence("Files attached to this PDF were removed."),
    "decrypted": sentence("Its password was removed. Your own file still has it."),
    "fields_left_out": sentence("Damaged form fields were left out. Please check its pages."),
    "form_flattened": sentence("Filled-in form fields became part of the page."),
    "junk_removed": sentence("Data before the start of the PDF was removed."),
    "layers_removed": sentence("Layers were merged: what is hidden now stays hidden."),
    "repaired": sentence("The file was damaged and has been repaired. Please check its pages."),
    "pages_ambiguous": sentence(
        "This file looks different in different PDF viewers. It will be signed as shown here."
        " Please check these pages: %(pages)s."
    ),
    "scripts_removed": sentence("Scripts were removed."),
    "structure_lost": sentence("Its tags for screen readers could not be kept."),
    "xfa_removed": sentence(
        "Its XFA form was removed. Its pages and fields are complete without it."
    ),
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document with what is to be said about it."""

    document: Document
    problem: str = ""
    fields: int = 0

    @property
    def notes(self) -> list[str]:
        return [
            _note(*note.split(":")) for note in self.document.notes if note.split(":")[0] in NOTES
        ]


def of(envelope: Envelope, document: Document) -> DocumentRow:
    refusal = error_table.by_code(document.reason) if document.reason else None
    return DocumentRow(
        document,
        problem=refusal.message if refusal else "",
        fields=sum(f.document_id == document.id for f in envelope.fields),
    )


def moved(ids: Sequence[str], action: str) -> list[str]:
    """The documents in the order after a button was pressed: up-ID or down-ID."""
    verb, _, id = action.partition("-")
    order = list(ids)
    if id in order and verb in ("up", "down"):
        place = order.index(id)
        order.remove(id)
        order.insert(max(0, place + (-1 if verb == "up" else 1)), id)
    return order


def is_waiting(document: Document) -> bool:
    return document.status is not DocumentStatus.REJECTED and not document.drawn


def _note(code: str, pages: str = "") -> str:
    """Some notes name pages: `pages_ambiguous:2,5`."""
    return FilledSentence(NOTES[code], pages=pages.replace(",", ", ")) if pages else NOTES[code]
