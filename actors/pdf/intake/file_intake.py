"""Takes in an uploaded file of any kind: what is no PDF is made one first. For the sandbox."""

from collections.abc import Collection
from dataclasses import replace

from actors.pdf.conversion import combined_images, file_kinds, images
from actors.pdf.conversion.file_kinds import COMBINED_IMAGES
from actors.pdf.intake import intake
from actors.pdf.intake.intake import Accepted
from core.documents.document import AMBIGUOUS, BYTES_LIMIT, MADE_FROM
from core.documents.refusals import FileTooLarge

NOTES = (
    *intake.NOTES,
    "first_picture_only",
    "links_left_out",
    "macros_left_out",
    MADE_FROM,
    "objects_left_out",
)


def accept(
    data: bytes,
    password: str | None = None,
    paper: str = "A4",
    lifted: Collection[str] = frozenset(),
) -> Accepted | file_kinds.FileKind:
    """What is sent, or the kind of a file that is made a PDF in a child of its own.

    Raises a subclass of UnusableFile for each way a file cannot be used.
    """
    if len(data) > BYTES_LIMIT:
        raise FileTooLarge
    kind = file_kinds.kind_of(data)
    if kind.name == "pdf":
        return intake.accept(data, password, lifted)
    if kind.name == COMBINED_IMAGES:
        pdf, notes = combined_images.to_pdf(data, paper)
    elif kind.name in images.FORMATS:
        pdf, notes = images.to_pdf(kind.name, data, paper)
    else:
        return kind
    return accept_made(pdf, kind.name, (*kind.notes, *notes))


def accept_made(pdf: bytes, kind: str, notes: tuple[str, ...]) -> Accepted:
    """A PDF that we made: what intake changed of it is no news to whoever uploaded another file."""
    accepted = intake.accept(pdf)
    told = (note for note in accepted.notes if note.startswith(AMBIGUOUS))
    return replace(accepted, notes=tuple(sorted({*told, *notes, f"{MADE_FROM}:{kind}"})))
