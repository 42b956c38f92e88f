"""What the targets of columns, and the states of bulk sends and rows, are called on pages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.bulk_sends.bulk_send import BulkState, RowState
from core.bulk_sends.target import Target, TargetKind
from webapp.text.translation import gettext


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """Targets that stand together below a heading."""

    heading: str
    targets: tuple[Target, ...]


def groups(targets: Iterable[Target]) -> Iterator[TargetGroup]:
    """Recipient by recipient, then fields, merge fields, and the organization's own."""
    people: dict[object, list[Target]] = {}
    fields, merged, details = [], [], []
    for target in targets:
        if target.kind is TargetKind.FIELD:
            fields.append(target)
        elif target.kind is TargetKind.MERGE:
            merged.append(target)
        elif target.kind is TargetKind.DETAIL:
            details.append(target)
        else:
            people.setdefault(target.id, []).append(target)
    for mine in people.values():
        yield TargetGroup(whose(mine[0]), tuple(mine))
    if fields:
        yield TargetGroup(gettext("Fields"), tuple(fields))
    if merged:
        yield TargetGroup(gettext("Values in documents"), tuple(merged))
    if details:
        yield TargetGroup(gettext("Details"), tuple(details))


def whose(target: Target) -> str:
    """A role by its name; a recipient without one by their number."""
    if target.group.isdecimal():
        return gettext("Recipient %(number)s", number=target.group)
    return target.group


def word(target: Target) -> str:
    """Within its group."""
    words = {
        TargetKind.NAME: gettext("Name or first name"),
        TargetKind.LAST_NAME: gettext("Last name, if separate"),
        TargetKind.EMAIL: gettext("E-mail address"),
    }
    if target.kind in words:
        return words[target.kind]
    return f"{target.word} ({whose(target)})" if target.group else target.word


def full_word(target: Target) -> str:
    """Where it stands alone, as in the name of a column: “Buyer e-mail”."""
    words = {TargetKind.NAME: gettext("name"), TargetKind.EMAIL: gettext("e-mail")}
    if target.kind is TargetKind.LAST_NAME:
        words[target.kind] = gettext("last name")
    return f"{whose(target)} {words[target.kind]}" if target.kind in words else target.word


def sample(targets: Iterable[Target]) -> tuple[str, ...]:
    """The names of the columns of a table that fits: for people that the template leaves open."""
    targets = tuple(targets)
    is_open = {
        t.id for t in targets if t.required and t.kind in (TargetKind.NAME, TargetKind.EMAIL)
    }
    return tuple(
        t.name if t.kind is TargetKind.MERGE else full_word(t)
        for t in targets
        if t.kind in (TargetKind.FIELD, TargetKind.MERGE, TargetKind.DETAIL)
        or (t.id in is_open and t.kind is not TargetKind.LAST_NAME)
    )


def state_words() -> Mapping[BulkState, str]:
    return {
        BulkState.READING: gettext("Reading the table"),
        BulkState.UNUSABLE: gettext("Table cannot be used"),
        BulkState.READ: gettext("Choose columns"),
        BulkState.CHECKING: gettext("Checking rows"),
        BulkState.CHECKED: gettext("Ready to send"),
        BulkState.RUNNING: gettext("Sending"),
        BulkState.PAUSED: gettext("Paused"),
        BulkState.CANCELLED: gettext("Cancelled"),
        BulkState.FINISHED: gettext("Finished"),
    }


def row_words() -> Mapping[RowState, str]:
    return {
        RowState.NEW: gettext("Not checked"),
        RowState.WRONG: gettext("Has errors, not sent"),
        RowState.READY: gettext("Waiting"),
        RowState.SKIPPED: gettext("Left out"),
        RowState.PREPARING: gettext("Preparing documents"),
        RowState.SENT: gettext("Sent"),
        RowState.FAILED: gettext("Failed"),
        RowState.CANCELLED: gettext("Cancelled"),
    }
