"""The envelope list of the portal: newest change first, by keyset pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import fn

from core.access import Permission
from core.envelope import Status
from core.recipient import RecipientStatus, Role
from core.refusals import NotFound
from tenants.member import Member
from tenants.organization import Transaction
from tenants.tables import EnvelopeRow, RecipientRow

PAGE = 50
BOXES: dict[str, tuple[Status, ...]] = {
    "inbox": (Status.SENT, Status.DELIVERED),
    "sent": (Status.SENT, Status.DELIVERED, Status.SIGNED),
    "drafts": (Status.DRAFT,),
    "completed": (Status.COMPLETED,),
    "closed": (Status.DECLINED, Status.VOIDED, Status.EXPIRED),
}


@dataclass(frozen=True, slots=True)
class RecipientSummary:
    name: str
    role: Role
    status: RecipientStatus


@dataclass(frozen=True, slots=True)
class EnvelopeSummary:
    """One row of the list."""

    id: UUID
    name: str
    status: Status
    status_at: datetime
    recipients: tuple[RecipientSummary, ...]


@dataclass(frozen=True, slots=True)
class EnvelopeList:
    """`next` continues the list; `counts` are by box; `version` changes when the rows do."""

    rows: tuple[EnvelopeSummary, ...]
    next: str | None
    counts: dict[str, int]
    version: str


def envelopes(member: Member, box: str, search: str = "", after: str = "") -> EnvelopeList:
    """Those in a box of BOXES whose name or recipients contain `search`. Raises NotFound."""
    if box not in BOXES:
        raise NotFound
    query = EnvelopeRow.select(
        EnvelopeRow.id,
        EnvelopeRow.name,
        EnvelopeRow.status,
        EnvelopeRow.status_at,
        EnvelopeRow.version,
    ).where(EnvelopeRow.status.in_([s.value for s in BOXES[box]]))
    if box == "inbox":
        query = query.where(EnvelopeRow.id.in_(_waiting_for(member.email)))
    # No text in the database holds a NUL, and PostgreSQL takes none.
    for word in search.replace("\0", " ").split()[:5]:
        query = query.where(_contains(word))
    if after:
        query = query.where(_key() < _parse(after))
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        dicts: Any = (
            query.order_by(EnvelopeRow.status_at.desc(), EnvelopeRow.id.desc())
            .limit(PAGE + 1)
            .dicts()
        )
        rows: list[dict[str, Any]] = list(dicts)
        recipients = _recipients([row["id"] for row in rows])
        counts = _counts(tx, member.email)
    shown = rows[:PAGE]
    return EnvelopeList(
        rows=tuple(_summary(row, recipients) for row in shown),
        next=_cursor(shown[-1]) if len(rows) > PAGE else None,
        counts=counts,
        version="-".join(f"{row['id'].hex[:8]}.{row['version']}" for row in shown),
    )


def _waiting_for(email: str) -> Any:
    return RecipientRow.select(RecipientRow.envelope_id).where(
        fn.lower(RecipientRow.email) == email.lower(),
        RecipientRow.status.in_([RecipientStatus.SENT.value, RecipientStatus.DELIVERED.value]),
    )


def _contains(word: str) -> Any:
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    named = RecipientRow.select(RecipientRow.envelope_id).where(
        RecipientRow.name.ilike(pattern) | RecipientRow.email.ilike(pattern)
    )
    return EnvelopeRow.name.ilike(pattern) | EnvelopeRow.id.in_(named)


def _key() -> Any:
    return fn.row(EnvelopeRow.status_at, EnvelopeRow.id)


def _cursor(row: dict[str, Any]) -> str:
    return f"{row['status_at'].isoformat()}|{row['id']}"


def _parse(after: str) -> Any:
    """Raises NotFound for a cursor that is not one of ours."""
    at, _, envelope_id = after.partition("|")
    try:
        return fn.row(datetime.fromisoformat(at), UUID(envelope_id))
    except ValueError:
        raise NotFound from None


def _recipients(envelope_ids: list[UUID]) -> dict[UUID, list[RecipientSummary]]:
    found: dict[UUID, list[RecipientSummary]] = {}
    rows = (
        RecipientRow.select()
        .where(RecipientRow.envelope_id.in_(envelope_ids))
        .order_by(RecipientRow.position)
    )
    dicts: Any = rows.dicts() if envelope_ids else ()
    for row in dicts:
        summary = RecipientSummary(row["name"], Role(row["role"]), RecipientStatus(row["status"]))
        found.setdefault(row["envelope_id"], []).append(summary)
    return found


def _summary(
    row: dict[str, Any], recipients: dict[UUID, list[RecipientSummary]]
) -> EnvelopeSummary:
    return EnvelopeSummary(
        id=row["id"],
        name=row["name"],
        status=Status(row["status"]),
        status_at=row["status_at"],
        recipients=tuple(recipients.get(row["id"], ())),
    )


def _counts(tx: Transaction, email: str) -> dict[str, int]:
    rows = tx.all("select status, count(*) as envelopes from envelopes group by status")
    by_status = {row["status"]: row["envelopes"] for row in rows}
    counts = {box: sum(by_status.get(s, 0) for s in BOXES[box]) for box in BOXES}
    waiting = tx.one(
        "select count(distinct e.id) as envelopes from recipients r join envelopes e"
        " on (e.organization_id, e.id) = (r.organization_id, r.envelope_id)"
        " where lower(r.email) = lower(%s) and r.status in ('sent', 'delivered')"
        " and e.status in ('sent', 'delivered')",
        email,
    )
    return counts | {"inbox": waiting["envelopes"]}
