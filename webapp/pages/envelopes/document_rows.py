"""The documents of a draft as its page lists them: what is wrong, what intake changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from core import error_table
from core.documents.document import COMBINED, TEXT_MISSING, Document, DocumentStatus
from core.documents.earlier_signatures import REASONS
from core.documents.refusals import ValuesNeeded, VirusFound
from core.envelopes.envelope import Envelope
from core.refusals import FilledSentence, sentence

# What intake changed, by its code, as the sender is told.
NOTES = {
    "actions_kept": sentence(
        "It contains actions that run automatically. They stay, because removing them would break"
        " its signature."
    ),
    "actions_removed": sentence("Actions that run automatically were removed."),
    "annotations_flattened": sentence("Comments and drawings became part of the page."),
    "attachments_kept": sentence(
        "It has files attached. They stay, because removing them would break its signature."
    ),
    "attachments_removed": sentence("Files attached to this PDF were removed."),
    "compared_in_part": sentence("A third PDF viewer compared %(pages)s of its pages."),
    "decrypted": sentence("Its password was removed. Your own file still has it."),
    "fields_left_out": sentence("Damaged form fields were left out. Please check its pages."),
    "first_picture_only": sentence("Only the first frame of this animation was used."),
    "form_limited": sentence("This form has more than 2,000 fields. Only the first were found."),
    "form_flattened": sentence("Filled-in form fields became part of the page."),
    "junk_removed": sentence("Data before the start of the PDF was removed."),
    "layers_removed": sentence("Layers were merged: what is hidden now stays hidden."),
    "repaired": sentence("The file was damaged and has been repaired. Please check its pages."),
    "links_left_out": sentence("Linked content that is not in the file itself was left out."),
    "macros_left_out": sentence("Its macros were not run and are not part of the document."),
    "made_from": sentence("Converted from %(kind)s. The file is kept as you uploaded it."),
    "made_from_several": sentence("Made from several images. Each is kept as you uploaded it."),
    "objects_left_out": sentence("Embedded files are shown as pictures."),
    "pages_ambiguous": sentence(
        "This file looks different in different PDF viewers. It will be signed as shown here."
        " Please check these pages: %(pages)s."
    ),
    "scripts_kept": sentence(
        "It contains scripts. They stay, because removing them would break its signature."
    ),
    "scripts_removed": sentence("Scripts were removed."),
    "suggestions_limited": sentence(
        "There are more places to fill in than we suggest. Please place the others yourself."
    ),
    "structure_lost": sentence("Its tags for screen readers could not be kept."),
    "tags_left": sentence(
        "The tags in braces on these pages could not be removed without changing other text, so"
        " they stay as they are: %(pages)s."
    ),
    "tags_unknown": sentence(
        "Some tags in braces on these pages name a field or property that does not exist. They"
        " stay as they are: %(pages)s."
    ),
    TEXT_MISSING: sentence("The text “%(text)s”, where fields were to be placed, is not in it."),
    "third_engine_failed": sentence(
        "One of the PDF viewers that compare the pages could not show this file."
    ),
    "third_engine_missing": sentence(
        "Only two PDF viewers compared the pages, because the third is not installed here."
    ),
    "viewers_differ": sentence(
        "Some PDF viewers still show these pages differently: %(pages)s. Everyone signs what is"
        " shown here. Please check them."
    ),
    "xfa_removed": sentence(
        "Its XFA form was removed. Its pages and fields are complete without it."
    ),
}

KIND_NAMES = {"markdown": "Markdown", "webp": "WebP"}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document with what is to be said about it."""

    document: Document
    problem: str = ""
    fields: int = 0
    hidden_from: str = ""  # the names of those who are shown nothing of it
    replaces: str = ""  # the name of the document whose place it will take

    @property
    def reason(self) -> str:
        """Why no signature can be added to a signed file."""
        return REASONS[self.document.earlier.reason] if self.document.earlier else ""

    @property
    def notes(self) -> list[str]:
        return [
            _note(*note.split(":", 1))
            for note in self.document.notes
            if note.split(":")[0] in NOTES
        ]


def of(envelope: Envelope, document: Document) -> DocumentRow:
    refusal = error_table.by_code(document.reason) if document.reason else None
    problem = refusal.message if refusal else ValuesNeeded.message if document.lacks_values else ""
    if document.reason == VirusFound.code and document.notes:
        problem = FilledSentence(VirusFound.named, virus=document.notes[0].partition(":")[2])
    replaced = (d.name for d in envelope.documents if d.id == document.replaces)
    return DocumentRow(
        document,
        replaces=next(replaced, ""),
        problem=problem,
        fields=sum(f.document_id == document.id for f in envelope.fields),
        hidden_from=", ".join(
            r.name or r.email or r.role_name
            for r in envelope.recipients
            if r.id in document.hidden_from
        ),
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
    given_up = document.status is DocumentStatus.REJECTED or document.lacks_pages
    return not given_up and not document.drawn


def _note(code: str, detail: str = "") -> str:
    """Some notes say more: `pages_ambiguous:2,5`, `made_from:jpeg`."""
    if f"{code}:{detail}" == COMBINED:
        return NOTES["made_from_several"]
    if not detail:
        return NOTES[code]
    pages, kind = detail.replace(",", ", "), KIND_NAMES.get(detail, detail.upper())
    return FilledSentence(NOTES[code], pages=pages, kind=kind, text=detail)
