"""The files that recipients have uploaded into fields."""

from core.documents import attached_file
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import ERASED, ToldRows, Values, replays
from core.refusals import Invalid
from core.signing.events.attachments import AttachmentRemoved, AttachmentUploaded


@replays(AttachmentUploaded)
def uploaded(told: ToldRows, entry: Entry, values: Values) -> None:
    data, name = entry.data, values.get("file_name", "")
    file = (data["recipient_id"], data["field_id"], data["size"], data["sha256"], name)
    told.attachments[data["attachment_id"]] = file


@replays(AttachmentRemoved)
def removed(told: ToldRows, entry: Entry, values: Values) -> None:
    told.attachments.pop(entry.data["attachment_id"], None)


def is_attached(told: ToldRows, field_id: str, value: str, by_one_of: tuple[str, ...]) -> bool:
    """Whether the value names the very file that one of these recipients uploaded there."""
    try:
        file = attached_file.read(value)
    except Invalid:
        return False
    attached = told.attachments.get(str(file.id))
    if attached is None:
        return False
    by, *what, name = attached
    is_same = what == [field_id, file.size, file.sha256] and name in (file.name, ERASED)
    return by in by_one_of and is_same
