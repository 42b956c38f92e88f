"""Attaching a file to a field, and taking it away again."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from core.documents import attached_file
from core.documents.attached_file import AttachedFile
from core.documents.file_name import safe_file_name
from core.envelopes.envelope import Envelope, Outcome, with_fields
from core.fields import text_look
from core.fields.field import Field
from core.refusals import Invalid, NotFound
from core.signing import turn
from core.signing.events.attachments import AttachmentRemoved, AttachmentUploaded
from core.signing.refusals import AttachmentEmpty, AttachmentTooLarge, UnusableAttachment
from core.text.printable import cleaned, is_line, spelled_out

BYTES_LIMIT, HEAD = 20_000_000, 12
CUTS = (60, 40, 28, 20, 14)  # letters of a name, tried one after the other
# How files begin, by their media type; the worker opens them.
BEGINNINGS = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/webp": (b"RIFF",),
}
ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}


def media_type(head: bytes, size: int) -> str:
    """
    What a file of this size begins as, by its first HEAD bytes, whatever it is called.

    Raises AttachmentEmpty, AttachmentTooLarge, UnusableAttachment.
    """
    if not size:
        raise AttachmentEmpty
    if size > BYTES_LIMIT:
        raise AttachmentTooLarge
    for name, beginnings in BEGINNINGS.items():
        if head.startswith(beginnings) and (name != "image/webp" or head[8:12] == b"WEBP"):
            return name
    raise UnusableAttachment


def media_type_of(name: str) -> str:
    """Of a file that was taken, or sealed, by its name."""
    ending = name.rpartition(".")[2].lower()
    return next((kind for kind, known in ENDINGS.items() if known == ending), "application/pdf")


def file_name(given: str, kind: str) -> str:
    """The last part of what the browser sent, on one line, with the ending of what it is."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    plain = cleaned("".join(c for c in last if c.isprintable() and is_line(c)))
    stem, dot, ending = plain.rpartition(".")
    if not dot or ending.lower() not in {*ENDINGS.values(), "jpeg"}:
        stem = plain
    stem = spelled_out(stem).strip(". ") or "file"
    return safe_file_name(f"{stem}.{ENDINGS[kind]}", set())


def files(envelope: Envelope) -> list[tuple[Field, AttachedFile]]:
    """What those who have finished attached, to the fields that this envelope shows."""
    finished = {r.id for r in envelope.recipients if r.completed_at}
    return [found for f in envelope.fields if f.filled_by in finished for found in _in(f)]


def fields_for(envelope: Envelope, recipient_id: UUID) -> list[Field]:
    """Those to which this recipient may attach a file."""
    return [f for f in envelope.fields if f.kind.is_uploaded and f.is_for(recipient_id)]


def own_files(envelope: Envelope, recipient_id: UUID) -> list[tuple[Field, AttachedFile]]:
    """What this recipient has attached, or someone else to a field that is theirs, too."""
    return [found for f in envelope.fields if f.is_for(recipient_id) for found in _in(f)]


def _in(field: Field) -> Iterator[tuple[Field, AttachedFile]]:
    if not field.kind.is_uploaded or not field.value:
        return
    with suppress(Invalid):  # the row was changed: nothing is told of it
        yield field, attached_file.read(field.value)


def check(envelope: Envelope, recipient_id: UUID, field_id: UUID) -> Field:
    """
    The field to which this recipient may attach a file now.

    Raises NotFound, ConsentNeeded, AlreadyFinished, AlreadyDeclined, NotOpen, NotYourTurn.
    """
    field = envelope.field(field_id)
    if recipient_id not in field.recipient_ids or not field.kind.is_uploaded:
        raise NotFound
    turn.check_consented(envelope, envelope.recipient(recipient_id))
    if not field.is_for(recipient_id):
        raise NotFound
    return field


def file_in(field: Field) -> AttachedFile | None:
    """Of a field that takes files. Raises Invalid when its row was changed."""
    return attached_file.read(field.value) if field.value else None


def attach(envelope: Envelope, recipient_id: UUID, field_id: UUID, file: AttachedFile) -> Outcome:
    """A file that was checked, in the place of an earlier one."""
    field = check(envelope, recipient_id, field_id)
    file = replace(file, shown=_shown(field, file.name))
    filled = field.filled(file.value, recipient_id)
    attached = AttachmentUploaded(
        recipient_id=recipient_id,
        field_id=field_id,
        attachment_id=file.id,
        size=file.size,
        sha256=file.sha256,
        file_name=file.name,
    )
    gone = _removed(field, recipient_id)
    return Outcome(with_fields(envelope, filled), (*gone, attached))


def remove(envelope: Envelope, recipient_id: UUID, field_id: UUID) -> Outcome:
    field = check(envelope, recipient_id, field_id)
    emptied = field.filled("", recipient_id)
    return Outcome(with_fields(envelope, emptied), _removed(field, recipient_id))


def _removed(field: Field, recipient_id: UUID) -> tuple[AttachmentRemoved, ...]:
    if not field.value:
        return ()
    old = attached_file.read(field.value)
    gone = AttachmentRemoved(
        recipient_id=recipient_id, field_id=field.id, attachment_id=old.id, sha256=old.sha256
    )
    return (gone,)


def _shown(field: Field, name: str) -> str:
    """As much of the name as can be read in the box."""
    look = text_look.of(field.properties)
    cuts = [attached_file.middle_cut(name, letters) for letters in CUTS]
    fitting = (cut for cut in cuts if look.fits(f"{cut} (attached)", *field.size))
    return next(fitting, cuts[-1])
