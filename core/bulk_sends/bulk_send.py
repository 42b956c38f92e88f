"""A bulk send and how far it has come: its table, its rows, its envelopes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from core.bulk_sends.column_mapping import ColumnMapping
from core.bulk_sends.refusals import BulkSendMovedOn
from core.refusals import FilledSentence, Invalid, sentence

KEPT = timedelta(days=30)  # how long the cells of a table are kept
NAME_LIMIT = 120
UNMAPPED = ColumnMapping()


class BulkState(StrEnum):
    """
    reading → read (columns are chosen) → checking → checked → running ⇄ paused → finished.

    unusable: the table could not be read. cancelled: by a person; envelopes sent stay sent.
    """

    READING = "reading"
    UNUSABLE = "unusable"
    READ = "read"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FINISHED = "finished"

    @property
    def waits(self) -> bool:
        """A job is at it."""
        return self in (BulkState.READING, BulkState.CHECKING, BulkState.RUNNING)

    @property
    def begun(self) -> bool:
        return self in (
            *(BulkState.RUNNING, BulkState.PAUSED, BulkState.CANCELLED, BulkState.FINISHED),
        )

    @property
    def open(self) -> bool:
        """Envelopes are sent, or may be after a pause."""
        return self in (BulkState.RUNNING, BulkState.PAUSED)


class RowState(StrEnum):
    """
    ready → sent | failed | cancelled; wrong and skipped rows are not sent. A row is preparing while
    documents are made with its values, and then sent or failed.
    """

    NEW = "new"
    WRONG = "wrong"
    READY = "ready"
    SKIPPED = "skipped"
    PREPARING = "preparing"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PauseReason(StrEnum):
    """Why a bulk send stopped by itself, by the code of what a row met."""

    QUOTA = "quota_reached"
    FROZEN = "organization_frozen"
    FORBIDDEN = "forbidden"


PAUSED_BECAUSE = {
    PauseReason.QUOTA: sentence(
        "Your organization has sent all envelopes that it can send this month. Resume when the"
        " count has been reset, or ask an admin to contact the person who runs this installation."
    ),
    PauseReason.FROZEN: sentence(
        "Your organization is suspended or about to be closed. Resume when it is active again."
    ),
    PauseReason.FORBIDDEN: sentence(
        "The person who started this bulk send can no longer send envelopes."
    ),
}


@dataclass(frozen=True, slots=True)
class BulkSend:
    """
    `total` rows of its table, of which `checked` are. `rate` is rows in a minute. Jobs of another
    `generation` than its own have no effect: those from before a pause.
    """

    id: UUID
    person_id: UUID
    template_id: UUID
    template_version: int
    content_id: UUID
    name: str
    file_name: str
    upload_id: UUID
    state: BulkState
    created_at: datetime
    sheet: str = ""
    encoding: str = ""
    certain: bool = True  # the file says its encoding, or someone has chosen
    problem: str = ""
    problem_number: int = 0
    mapping: ColumnMapping = UNMAPPED
    header_row: int = 0  # the number of the row that names the columns; 0 is none
    total: int = 0
    checked: int = 0
    rate: int = 0
    generation: int = 0
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    forgotten_at: datetime | None = None

    @property
    def paused_because(self) -> str:
        """The sentence, if it stopped by itself."""
        known = self.problem in list(PauseReason) and self.state is BulkState.PAUSED
        return PAUSED_BECAUSE[PauseReason(self.problem)] if known else ""


def check_state(bulk: BulkSend, *states: BulkState) -> None:
    """Raises BulkSendMovedOn."""
    if bulk.state not in states:
        raise BulkSendMovedOn


def rate(asked: int | None, limit: int, used: int) -> int:
    """
    Rows in a minute: as asked, or all that the organization has left. `used` by its others.

    Raises Invalid. A limit of 0 is none.
    """
    if not limit:
        return max(asked or 0, 0)
    left = limit - used
    if left < 1:
        wrong = sentence(
            "Other bulk sends use all of the %(limit)s envelopes a minute that your organization"
            " can send. Wait until one of them has finished, or slow it down."
        )
        raise Invalid(rate=FilledSentence(wrong, limit=f"{limit:,}"))
    if asked is not None and not 1 <= asked <= left:
        wrong = sentence("Enter a number from 1 to %(left)s.")
        raise Invalid(rate=FilledSentence(wrong, left=f"{left:,}"))
    return left if asked is None else asked


def due(begun: datetime, place: int, rate: int) -> datetime | None:
    """When the row at this place, from 0, is sent at the earliest; None is at once."""
    return begun + timedelta(minutes=1) * place / rate if rate and place >= rate / 60 else None


def settled(counts: Mapping[RowState, int]) -> int:
    """How many rows nothing is left to do about, of those that were begun."""
    return sum(counts.get(s, 0) for s in (RowState.SENT, RowState.FAILED, RowState.CANCELLED))
