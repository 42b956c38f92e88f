"""What the entries of a trail tell of an envelope's rows, and the marks of what reads them."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar
from uuid import UUID

from core.envelopes.envelope import MOVES, Envelope, EnvelopeEvent, Status
from core.envelopes.recipient import RECIPIENT_MOVES, RecipientStatus
from core.evidence.audit import Entry

Key = tuple[str, str, str]
Values = dict[str, Any]  # the personal values of an entry, by name
State = TypeVar("State", Status, RecipientStatus)
ERASED = object()  # told once, and erased since: any value may stand in the row


class ToldRows:
    """
    `rows` maps (table, id, column) to what the entries tell of it.

    `contradictions` is what two entries tell differently, and what can follow from no state that
    was told before: rows were changed then, even if they were put back since. `unknown` are the
    tables whose rows were erased from the trail; `sent` is whether the envelope was.
    `attachments` are files by id, which the rows do not show: a field's value names them. `proofs`
    are those of identity that each recipient gave.
    """

    def __init__(self, envelope_id: UUID) -> None:
        self.envelope_id = str(envelope_id)
        self.rows: dict[Key, object] = {}
        self.contradictions: list[Key] = []
        self.unknown: set[str] = set()
        self.sent = False
        self.attachments: dict[str, tuple[object, ...]] = {}
        self.proofs: dict[str, set[str]] = {}
        self._counted: dict[str, int] = {}

    @property
    def is_signed(self) -> bool:
        """Everyone has finished."""
        status = self.rows.get(("envelopes", self.envelope_id, "status"))
        return status in (Status.SIGNED, Status.COMPLETED)

    def tell(self, table: str, id: str, **columns: object) -> None:
        self.rows.update({(table, id, name): value for name, value in columns.items()})

    def tell_envelope(self, **columns: object) -> None:
        self.tell("envelopes", self.envelope_id, **columns)

    def forget(self, table: str, id: str) -> None:
        gone = (table, id)
        self.rows = {key: value for key, value in self.rows.items() if key[:2] != gone}

    def told(self, table: str, id: str, column: str, otherwise: Any = None) -> Any:
        return self.rows.get((table, id, column), otherwise)

    def ids(self, table: str) -> list[str]:
        return list(dict.fromkeys(id for name, id, _ in self.rows if name == table))

    def next_position(self, table: str) -> int:
        """The place of a row in the order in which they were told of."""
        number = self._counted.get(table, 0)
        self._counted[table] = number + 1
        return number

    def contradict(self, table: str, id: str, column: str) -> None:
        self.contradictions.append((table, id, column))

    def move_envelope(self, status: Status) -> None:
        self._check_move(("envelopes", self.envelope_id, "status"), status, MOVES)
        self.tell_envelope(status=status)

    def move_recipient(self, id: str, status: RecipientStatus, **columns: object) -> None:
        self._check_move(("recipients", id, "status"), status, RECIPIENT_MOVES)
        self.tell("recipients", id, status=status, **columns)

    def _check_move(self, key: Key, after: State, moves: Mapping[State, frozenset[State]]) -> None:
        before = self.rows.get(key)
        if not any(before == state and after in states for state, states in moves.items()):
            self.contradictions.append(key)


class Show(Protocol):
    def __call__(self, table: str, id: UUID | str, **columns: object) -> None: ...


Handler = Callable[[ToldRows, Entry, Values], None]
Display = Callable[[Envelope, Show], None]
HANDLERS: dict[str, list[Handler]] = {}
DISPLAYS: list[Display] = []


def replays(event: type[EnvelopeEvent]) -> Callable[[Handler], Handler]:
    """Marks what an event tells of rows; an event may tell something of several nouns."""

    def mark(handler: Handler) -> Handler:
        HANDLERS.setdefault(event.type, []).append(handler)
        return handler

    return mark


def shows(display: Display) -> Display:
    """Marks what the rows of a noun show, in the words of the trail."""
    DISPLAYS.append(display)
    return display
