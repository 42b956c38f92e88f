"""What can be done to many envelopes at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core import error_table
from core.envelopes.envelope import Status
from core.refusals import Forbidden, Invalid, NotFound, sentence
from core.text.printable import cleaned, is_prose

ENVELOPES_LIMIT = 1_000
AT_ONCE_LIMIT = 50  # fewer than these are decided in the request
# Said of one envelope among many, these two need words of their own.
OF_ONE = {
    Forbidden.code: sentence("Only its sender or an admin can do this."),
    NotFound.code: sentence("This envelope no longer exists."),
}


class BulkKind(StrEnum):
    VOID = "void"
    REMIND = "remind"
    COPY = "copy"
    MOVE = "move"
    TAG = "tag"
    UNTAG = "untag"
    DELETE = "delete"
    DOWNLOAD = "download"

    @property
    def reads_only(self) -> bool:
        return self is BulkKind.DOWNLOAD

    @property
    def files(self) -> bool:
        """Folders and tags of all envelopes are written together: see bulk_filing.py."""
        return self in (BulkKind.MOVE, BulkKind.TAG, BulkKind.UNTAG)

    @property
    def undoable(self) -> bool:
        return self.files or self is BulkKind.DELETE


def fitting(status: Status, changeable: bool) -> tuple[BulkKind, ...]:
    """What can be done with an envelope, by its status and by whether the member may change it."""
    kinds: list[BulkKind] = []
    if changeable:
        kinds += [BulkKind.COPY, BulkKind.MOVE, BulkKind.TAG, BulkKind.UNTAG]
        if status.open:
            kinds += [BulkKind.REMIND, BulkKind.VOID]
        elif status not in (Status.SIGNED, Status.COMPLETED):
            kinds.append(BulkKind.DELETE)
    if status is Status.COMPLETED:
        kinds.append(BulkKind.DOWNLOAD)
    return tuple(kinds)


@dataclass(frozen=True, slots=True)
class BulkRequest:
    """What is to be done; only what its kind needs is given. No folder: out of any."""

    kind: BulkKind
    reason: str = ""
    folder_id: UUID | None = None
    tag_id: UUID | None = None

    def arguments(self) -> dict[str, str]:
        given = {"reason": self.reason, "folder_id": self.folder_id, "tag_id": self.tag_id}
        return {name: str(value) for name, value in given.items() if value}


def why(code: str) -> str:
    """The sentence for the code of the error by which an envelope was left as it was."""
    return OF_ONE.get(code) or error_table.by_code(code).message


def parse(kind: str, arguments: Mapping[str, str]) -> BulkRequest:
    """From a form. Raises Invalid, ValueError for what no form sends."""
    chosen = BulkKind(kind)
    reason = cleaned(arguments.get("reason", ""))
    if chosen is BulkKind.VOID and (not reason or len(reason) > 1_000 or not is_prose(reason)):
        raise Invalid(reason=sentence("Give a brief reason, up to 1,000 characters."))
    folder, tag = arguments.get("folder_id", ""), arguments.get("tag_id", "")
    if chosen in (BulkKind.TAG, BulkKind.UNTAG) and not tag:
        raise Invalid(tag_id=sentence("Choose a tag."))
    return BulkRequest(chosen, reason, UUID(folder) if folder else None, UUID(tag) if tag else None)
