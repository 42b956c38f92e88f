"""The recycle bin: what is thrown away can be taken out again for thirty days."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import access
from core.access import Permission, Standing
from core.envelopes.envelope import Envelope, Status
from core.events.admin_events import EnvelopeDeleted, EnvelopeRestored
from core.refusals import Forbidden, NotFound
from core.retention import retention
from core.retention.refusals import OnHold
from core.retention.retention import BIN, Kept
from tenants.member import Member, MemberTransaction
from tenants.organization import Transaction
from tenants.use_cases.retention import legal_holds

PAGE = 50


@dataclass(frozen=True, slots=True)
class Deleted:
    """`erase_at` is when nobody can take it out any more."""

    id: UUID
    name: str
    status: Status
    sender: str
    deleted_at: datetime
    held: bool

    @property
    def erase_at(self) -> datetime:
        return self.deleted_at + BIN


@dataclass(frozen=True, slots=True)
class Bin:
    """The latest first; `next` continues the list."""

    rows: tuple[Deleted, ...]
    next: str | None


def delete(member: Member, envelope_id: UUID, now: datetime) -> None:
    """Into the bin. A second time changes nothing. Raises NotFound, NotDeletable, OnHold."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        _check_right(tx, envelope_id)
        envelope = tx.envelopes.lock(envelope_id)
        if envelope.deleted_at is not None:
            return
        known = kept(tx, envelope)
        retention.check_deletable(known)
        if retention.held(envelope_id, known.addresses, legal_holds.holds(tx)):
            raise OnHold
        tx.run(
            "update envelopes set deleted_at = %s, version = version + 1 where id = %s",
            *(now, envelope_id),
        )
        deleted = EnvelopeDeleted(envelope_id=envelope_id, erase_at=now + BIN)
        tx.administer((deleted,), member.actor, now)


def restore(member: Member, envelope_id: UUID, now: datetime) -> None:
    """Out of the bin, as it was. Raises NotFound when it was emptied meanwhile."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        _check_right(tx, envelope_id)
        envelope = tx.envelopes.lock(envelope_id)
        if envelope.erased_at is not None:
            raise NotFound
        if envelope.deleted_at is None:
            return
        tx.run(
            "update envelopes set deleted_at = null, version = version + 1 where id = %s",
            envelope_id,
        )
        tx.administer((EnvelopeRestored(envelope_id=envelope_id),), member.actor, now)


def bin(member: Member, after: str = "") -> Bin:
    """One's own; everybody's for those who manage all envelopes. Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        mine = "" if access.may(tx.role, Permission.MANAGE_ALL_ENVELOPES) else member.person_id
        at, _, last = after.partition("|")
        try:
            key = (datetime.fromisoformat(at), UUID(last)) if after else (None, None)
        except ValueError:
            raise NotFound from None
        rows = tx.all(
            "select e.id, e.name, e.status, e.deleted_at, coalesce(p.name, '') as sender"
            " from envelopes e left join people p on p.id = e.sender_id"
            " where e.deleted_at is not null and e.erased_at is null"
            " and (%s = '' or e.sender_id = nullif(%s, '')::uuid)"
            " and (%s::timestamptz is null or (e.deleted_at, e.id) < (%s, %s::uuid))"
            " order by e.deleted_at desc, e.id desc limit %s",
            *(str(mine), str(mine), key[0], *key, PAGE + 1),
        )
        holds = legal_holds.holds(tx)
        shown = rows[:PAGE]
        involved = _addresses(tx, [row["id"] for row in shown])
    found = [
        Deleted(
            **row | {"status": Status(row["status"])},
            held=retention.held(row["id"], involved.get(row["id"], ()), holds),
        )
        for row in shown
    ]
    last_row = found[-1] if len(rows) > PAGE else None
    return Bin(
        tuple(found), f"{last_row.deleted_at.isoformat()}|{last_row.id}" if last_row else None
    )


@dataclass(frozen=True, slots=True)
class Keeping:
    """What may be done about keeping an envelope, for its page to offer."""

    held: bool
    deletable: bool
    holdable: bool


def keeping(tx: MemberTransaction, envelope: Envelope, standing: Standing) -> Keeping:
    held = legal_holds.held(tx, envelope.id)
    deletable = (
        envelope.status in (Status.DRAFT, *retention.ENDED)
        and not held
        and access.may_change(tx.role, standing)
    )
    return Keeping(held, deletable, access.may(tx.role, Permission.HOLD_ENVELOPES))


def kept(tx: Transaction, envelope: Envelope) -> Kept:
    """What core/retention/retention.py decides by."""
    row = tx.one("select template_id, status_at from envelopes where id = %s", envelope.id)
    return Kept(
        id=envelope.id,
        status=envelope.status,
        status_at=row["status_at"],
        addresses=legal_holds.addresses(tx, envelope.id),
        template_id=row["template_id"],
        deleted_at=envelope.deleted_at,
    )


def _check_right(tx: MemberTransaction, envelope_id: UUID) -> None:
    """Raises NotFound, Forbidden."""
    if not access.may_change(tx.role, tx.standing(envelope_id, in_bin=True)):
        raise Forbidden


def _addresses(tx: Transaction, envelope_ids: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = tx.all(
        "select envelope_id, email from recipients where envelope_id = any(%s)"
        " union all select e.id, p.email from envelopes e join people p on p.id = e.sender_id"
        " where e.id = any(%s)",
        *(envelope_ids, envelope_ids),
    )
    for row in rows:
        found.setdefault(row["envelope_id"], []).append(row["email"])
    return found
