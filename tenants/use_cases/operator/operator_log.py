"""The operators' log, and what the log of an organization says of what was done to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.event import AdminEvent
from core.evidence.audit import Entry
from tenants.transaction import Transaction

PAGE = 50
CHECKED = 1_000  # entries at the end, each time the page is opened


@dataclass(frozen=True, slots=True)
class PlatformLog:
    """
    The latest first. `names` maps actors to names, `organizations` ids.

    `checked` entries at the end of the chain were verified, `intact` or not.
    """

    entries: tuple[Entry, ...]
    names: dict[str, str]
    organizations: dict[str, str]
    more: bool
    checked: int
    intact: bool


def log(tx: Transaction, before: int | None) -> PlatformLog:
    """What was done before the entry of this number, or last."""
    people = tx.operator_functions.all("operator_names")
    rows = tx.admin_search.before(before or 2**31 - 1, PAGE + 1)
    entries = tx.admin_log.entries(rows[:PAGE])
    ids = [UUID(e.data["organization_id"]) for e in entries if "organization_id" in e.data]
    named = tx.operator_functions.all("overseen_names", list(set(ids)))
    checked, intact = tx.admin_log.is_intact(CHECKED)
    return PlatformLog(
        entries,
        {f"operator:{row['id']}": row["name"] for row in people},
        {str(row["id"]): row["name"] for row in named},
        len(rows) > PAGE,
        checked,
        intact,
    )


def record(tx: Transaction, *events: AdminEvent, now: datetime) -> None:
    """Write down in the operators' log what this transaction does."""
    tx.record_admin(events, tx.principal.actor, now)


def record_both(
    tx: Transaction, organization_id: UUID, events: Iterable[AdminEvent], now: datetime
) -> None:
    """In the log of the organization it was done to, too: by `operator`."""
    events = tuple(events)
    with tx.enter(organization_id) as theirs:
        theirs.record_admin(events, "operator", now)
    record(tx, *events, now=now)
