"""Files that recipients attach: which are still being checked, and which are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.documents.attached_file import AttachedFile
from core.signing.refusals import (
    AttachmentInfected,
    AttachmentTooLarge,
    UnusableAttachment,
)
from tenants.store.rows import Rows

PROBLEMS = {p.code: p for p in (UnusableAttachment, AttachmentInfected, AttachmentTooLarge)}

COLUMNS = """
    select id, envelope_id, field_id, recipient_id, sha256, size, name, seen, state, problem
    from attachments
"""
LAST = "order by uploaded_at desc, id desc limit 1"


@dataclass(frozen=True, slots=True)
class Upload:
    """
    `seen` is the file that its recipient knew to be there. `state` is checking, waiting (for them
    to choose between it and another one), kept or refused, and `problem` why.
    """

    file: AttachedFile
    envelope_id: UUID
    field_id: UUID
    recipient_id: UUID
    state: str
    problem: UnusableAttachment | None
    seen: UUID | None = None


class Attachments:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(
        self,
        envelope_id: UUID,
        field_id: UUID,
        recipient_id: UUID,
        file: AttachedFile,
        seen: UUID | None,
        now: datetime,
    ) -> None:
        name = self._rows.key.encrypt(file.name.encode(), _context(file.id))
        self._rows.run(
            "insert into attachments (organization_id, id, envelope_id, field_id, recipient_id,"
            " sha256, size, name, seen, uploaded_at)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, file.id, envelope_id, field_id, recipient_id),
            *(file.sha256, file.size, name, seen, now),
        )

    def latest(self, envelope_id: UUID, field_id: UUID, recipient_id: UUID) -> Upload | None:
        """The last file that this recipient uploaded there."""
        return self._one(
            "envelope_id = %s and field_id = %s and recipient_id = %s",
            *(envelope_id, field_id, recipient_id),
        )

    def checking(self, id: UUID) -> Upload | None:
        """None when it was replaced, checked or erased meanwhile."""
        return self._one("id = %s and state = 'checking'", id)

    def uploader(self, id: UUID) -> UUID | None:
        row = self._rows.one_or_none("select recipient_id from attachments where id = %s", id)
        return row["recipient_id"] if row else None

    def is_checking(self, envelope_id: UUID, recipient_id: UUID) -> bool:
        found = self._rows.one_or_none(
            "select 1 from attachments where envelope_id = %s and recipient_id = %s"
            " and state = 'checking' limit 1",
            *(envelope_id, recipient_id),
        )
        return found is not None

    def waiting(self, envelope_id: UUID, recipient_id: UUID) -> set[UUID]:
        """The fields where this recipient has to choose."""
        found = self._rows.all(
            "select field_id from attachments where envelope_id = %s and recipient_id = %s"
            " and state = 'waiting'",
            *(envelope_id, recipient_id),
        )
        return {row["field_id"] for row in found}

    def set_state(self, id: UUID, state: str) -> None:
        self._rows.run("update attachments set state = %s where id = %s", state, id)

    def refuse(self, id: UUID, problem: UnusableAttachment) -> None:
        """Nothing is stored of it any more."""
        self._rows.run(
            "update attachments set state = 'refused', size = 0, problem = %s where id = %s",
            *(problem.code, id),
        )

    def delete_others(self, upload: Upload, kept: bool) -> list[UUID]:
        """
        What its recipient uploaded to the field besides, and is not kept; of anyone, if `kept`
        (it takes the place of that), what was.
        """
        gone = self._rows.all(
            "delete from attachments where envelope_id = %s and field_id = %s and id <> %s"
            " and case state when 'kept' then %s else recipient_id = %s end returning id",
            *(upload.envelope_id, upload.field_id, upload.file.id, kept, upload.recipient_id),
        )
        return [row["id"] for row in gone]

    def delete_of_field(
        self, envelope_id: UUID, field_id: UUID, recipient_id: UUID, kept: bool
    ) -> list[UUID]:
        """What is kept there, if `kept`, and what this recipient uploaded."""
        gone = self._rows.all(
            "delete from attachments where envelope_id = %s and field_id = %s"
            " and case state when 'kept' then %s else recipient_id = %s end returning id",
            *(envelope_id, field_id, kept, recipient_id),
        )
        return [row["id"] for row in gone]

    def delete_of(
        self, envelope_id: UUID, recipient_ids: Iterable[UUID] | None = None
    ) -> list[UUID]:
        """Of everyone in the envelope, or of these recipients alone."""
        ids = None if recipient_ids is None else list(recipient_ids)
        gone = self._rows.all(
            "delete from attachments where envelope_id = %s"
            " and (%s::uuid[] is null or recipient_id = any(%s)) returning id",
            *(envelope_id, ids, ids),
        )
        return [row["id"] for row in gone]

    def _one(self, where: str, *arguments: object) -> Upload | None:
        row = self._rows.one_or_none(f"{COLUMNS} where {where} {LAST}", *arguments)
        if row is None:
            return None
        name = opened_name(self._rows, row["id"], row["name"])
        problem = PROBLEMS[row["problem"]]() if row["problem"] else None
        file = AttachedFile(row["id"], name, row["size"], row["sha256"])
        whose = (row["envelope_id"], row["field_id"], row["recipient_id"])
        return Upload(file, *whose, row["state"], problem, row["seen"])


def opened_name(rows: Rows, id: UUID | str, name: bytes) -> str:
    return rows.key.decrypt(name, _context(id)).decode()


def _context(id: UUID | str) -> str:
    return f"attachment:{id}"
