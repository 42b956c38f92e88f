"""Finding envelopes by what is noted about them: a whole value, or how it begins."""

from dataclasses import dataclass
from uuid import UUID

from core.access import Permission
from core.refusals import NotFound
from tenants.store.envelopes.custom_values import CustomValue
from tenants.transaction import Transaction

PAGE = 50


@dataclass(frozen=True, slots=True)
class FoundValues:
    """`next` continues the list."""

    rows: tuple[CustomValue, ...]
    next: str | None


def keys(tx: Transaction) -> tuple[str, ...]:
    """The names of entries that are in use, as many as fit into a list to choose from."""
    tx.require(Permission.READ_REPORTS)
    return tx.custom_values.keys()


def find(tx: Transaction, where: UUID | str, beginning: str, after: str = "") -> FoundValues:
    """
    `where` is a custom field's id, or the name of an entry: "" for the external id.

    In the order of the values. Senders find what is theirs. Raises NotFound for a place that
    is none.
    """
    tx.require(Permission.READ_REPORTS)
    folded = beginning.replace("\0", "").strip().lower()
    sees_all = tx.may(Permission.SEE_ALL_ENVELOPES)
    found = tx.custom_values.beginning_with(
        where,
        folded,
        _place(after, folded),
        None if sees_all else tx.member.person_id,
        PAGE + 1,
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    return FoundValues(tuple(found[:PAGE]), f"{last.id}|{last.folded}" if last else None)


def _place(after: str, folded: str) -> tuple[str, UUID]:
    if not after:
        return folded, UUID(int=0)
    envelope_id, _, value = after.partition("|")
    try:
        return value.replace("\0", ""), UUID(envelope_id)
    except ValueError:
        raise NotFound from None
