"""Legal holds: what may not be destroyed, whatever any rule says, until somebody lifts the hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import Permission
from core.addresses import email_address
from core.events.admin_events import HoldLifted, HoldPlaced
from core.refusals import Invalid, NotFound, sentence
from core.retention import retention
from core.retention.retention import Holds, Subject
from tenants.member import Member
from tenants.organization import Transaction

ADDRESSES = """
    select email from recipients where envelope_id = %(envelope)s
    union select p.email from people p join envelopes e on e.sender_id = p.id
    where e.id = %(envelope)s
"""
HOLDS_AND_ADDRESSES = f"""
    select subject, envelope_id, address, array({ADDRESSES}) as addresses
    from legal_holds where lifted_at is null
"""  # noqa: S608 - words of our own


@dataclass(frozen=True, slots=True)
class Hold:
    """`envelope_name` and `address` are empty where they are not what is held."""

    id: UUID
    subject: Subject
    envelope_id: UUID | None
    envelope_name: str
    address: str
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_at: datetime | None


def holds(tx: Transaction) -> Holds:
    """
    All that are in force; none is added until the decision that they are for is written.
    """
    tx.beside("holds")
    return _holds(
        tx.all("select subject, envelope_id, address from legal_holds where lifted_at is null")
    )


def any_held(tx: Transaction) -> bool:
    """Whether anything at all is on hold: then the organization itself cannot end."""
    found = holds(tx)
    return found.organization or bool(found.envelopes or found.addresses)


def held(tx: Transaction, envelope_id: UUID) -> bool:
    """Whether nothing of this envelope may be destroyed now."""
    rows = tx.named(HOLDS_AND_ADDRESSES, {"envelope": envelope_id})
    return bool(rows) and retention.held(envelope_id, rows[0]["addresses"], _holds(rows))


def addresses(tx: Transaction, envelope_id: UUID) -> frozenset[str]:
    """Everybody whom an envelope is about: its recipients and its sender."""
    return frozenset(row["email"] for row in tx.named(ADDRESSES, {"envelope": envelope_id}))


def listed(member: Member) -> tuple[Hold, ...]:
    """Those in force first, then those lifted, the latest first."""
    with member.transaction(Permission.HOLD_ENVELOPES) as tx:
        rows = tx.all(
            "select h.id, h.subject, h.envelope_id, coalesce(e.name, '') as envelope_name,"
            " h.address, h.reason, coalesce(p.name, '') as placed_by, h.placed_at, h.lifted_at"
            " from legal_holds h left join people p on p.id = h.placed_by"
            " left join envelopes e on e.id = h.envelope_id"
            " order by h.lifted_at is not null, h.placed_at desc limit 200"
        )
    return tuple(Hold(**row | {"subject": Subject(row["subject"])}) for row in rows)


def place(
    member: Member,
    hold_id: UUID,
    subject: str,
    reason: str,
    now: datetime,
    *,
    envelope_id: UUID | None = None,
    address: str = "",
) -> None:
    """The same id again is the same hold. Raises Invalid, NotFound."""
    address = _check(subject, address)
    reason = retention.check_reason(reason)
    with member.transaction(Permission.HOLD_ENVELOPES) as tx:
        if subject == Subject.ENVELOPE:
            if envelope_id is None:
                raise NotFound
            # Nothing is destroyed while a hold is being placed on it, nor the other way round.
            tx.envelopes.lock(envelope_id)
        tx.alone("holds")
        added = tx.run(
            "insert into legal_holds (organization_id, id, subject, envelope_id, address, reason,"
            " placed_by, placed_at) values (%s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(tx.organization_id, hold_id, subject),
            envelope_id if subject == Subject.ENVELOPE else None,
            *(address, reason, member.person_id, now),
        )
        if added:
            placed = HoldPlaced(
                hold_id=hold_id,
                subject=subject,
                envelope_id=envelope_id,
                address=address,
                reason=reason,
            )
            tx.administer((placed,), member.actor, now)


def lift(member: Member, hold_id: UUID, reason: str, now: datetime) -> None:
    """A second time changes nothing. Raises Invalid, NotFound."""
    reason = retention.check_reason(reason)
    with member.transaction(Permission.HOLD_ENVELOPES) as tx:
        row = tx.one("select lifted_at from legal_holds where id = %s for update", hold_id)
        if row["lifted_at"] is None:
            tx.run("update legal_holds set lifted_at = %s where id = %s", now, hold_id)
            tx.administer((HoldLifted(hold_id=hold_id, reason=reason),), member.actor, now)


def _holds(rows: list[dict[str, Any]]) -> Holds:
    return Holds(
        organization=any(row["subject"] == Subject.ORGANIZATION for row in rows),
        envelopes=frozenset(row["envelope_id"] for row in rows if row["envelope_id"]),
        addresses=frozenset(row["address"] for row in rows if row["address"]),
    )


def _check(subject: str, address: str) -> str:
    """The address as it is compared. Raises Invalid."""
    if subject not in list(Subject):
        raise Invalid(subject=sentence("Choose what is to be kept."))
    if subject != Subject.ADDRESS:
        return ""
    address = email_address.fold(address.strip())
    if not email_address.FORM.fullmatch(address):
        raise Invalid(address=sentence("Enter a complete address: name@example.com."))
    return address
