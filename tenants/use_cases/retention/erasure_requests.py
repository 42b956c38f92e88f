"""Erasing one person by their address: what there is, what has to stay, and asking for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.addresses import email_address
from core.envelopes.envelope import Status
from core.events.admin_events import PersonErasureAsked
from core.retention import person_erasure
from core.retention.person_erasure import Keeping
from core.retention.refusals import OnHold, StillMember
from tenants.member import Member
from tenants.organization import Transaction
from tenants.use_cases.retention import legal_holds
from tenants.use_cases.sign_in import account_security

CONTEXT = "erasure"
COUNTED = 5_000


@dataclass(frozen=True, slots=True)
class Known:
    """
    What an organization knows of an address. Envelopes are counted up to some thousands.

    `names` are envelopes that keep it, with the reason; at most twenty of them. `called` are the
    names that recipients of this address have: more than one where people share a mailbox.
    """

    address: str
    envelopes: int
    held: int
    open: int
    sealed: int
    contacts: int
    log: int  # entries of the organization's own log that name it
    is_member: bool
    on_hold: bool
    names: tuple[tuple[UUID, str, Keeping], ...]
    called: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.envelopes or self.contacts or self.log or self.is_member)


@dataclass(frozen=True, slots=True)
class Erasure:
    """One that was asked for; `finished_at` is None while it is done."""

    id: UUID
    erased: int
    kept: int
    asked_at: datetime
    finished_at: datetime | None


def known(member: Member, typed: str) -> Known:
    """Raises Invalid."""
    address = person_erasure.checked_address(typed)
    with member.transaction(Permission.ERASE_PEOPLE) as tx:
        holds = legal_holds.holds(tx)
        rows = tx.all(
            "select e.id, e.name, e.status,"
            " (select count(*) from sealed_files f where f.envelope_id = e.id and f.object <> '')"
            " as sealed, array(select r.email from recipients r where r.envelope_id = e.id)"
            " || array(select p.email from people p where p.id = e.sender_id) as addresses"
            " from envelopes e where e.id in"
            " (select envelope_id from recipients where folded_email = %s) order by e.id limit %s",
            *(address, COUNTED),
        )
        found = [
            (r, person_erasure.keeping(r["id"], Status(r["status"]), r["addresses"], holds))
            for r in rows
        ]
        keeping = [(row["id"], row["name"], why) for row, why in found if why]
        return Known(
            address=address,
            envelopes=len(rows),
            held=sum(why is Keeping.HELD for _, why in found),
            open=sum(why is Keeping.OPEN for _, why in found),
            sealed=sum(row["sealed"] for row, why in found if not why),
            contacts=_contacts(tx, address),
            log=_log(tx, address),
            is_member=_is_member(tx, address),
            on_hold=holds.organization or address in holds.addresses,
            names=tuple(keeping[:20]),
            called=_called(tx, address),
        )


def ask(
    member: Member,
    erasure_id: UUID,
    typed: str,
    repeated: str,
    proof: str,
    with_documents: bool,
    now: datetime,
) -> None:
    """
    Have a job erase them. The same id again is the same erasure.

    Raises Invalid(address=..., repeated=..., proof=...), StillMember, OnHold, TooManyAttempts,
    SignedInThroughOrganization.
    """
    address = person_erasure.checked_address(typed)
    person_erasure.check_repeated(address, repeated)
    with account_security.proved(member, proof, now):
        pass
    sealed = member.organization.key.encrypt(address.encode(), CONTEXT)
    with member.transaction(Permission.ERASE_PEOPLE) as tx:
        holds = legal_holds.holds(tx)
        if holds.organization or address in holds.addresses:
            raise OnHold
        if _is_member(tx, address):
            raise StillMember
        added = tx.run(
            "insert into erasures (organization_id, id, asked_by, address, with_documents,"
            " asked_at) values (%s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(tx.organization_id, erasure_id, member.person_id, sealed, with_documents, now),
        )
        if added:
            # Whom it is about is not said: that is what is to be forgotten.
            tx.administer((PersonErasureAsked(erasure_id=erasure_id),), member.actor, now)


def asked(member: Member) -> tuple[Erasure, ...]:
    """The latest first."""
    with member.transaction(Permission.ERASE_PEOPLE) as tx:
        rows = tx.all(
            "select id, erased, kept, asked_at, finished_at from erasures"
            " order by asked_at desc, id limit 20"
        )
    return tuple(Erasure(**row) for row in rows)


def _called(tx: Transaction, address: str) -> tuple[str, ...]:
    """Each name once, however it is spaced or capitalized."""
    rows = tx.all(
        "select distinct name from (select name from recipients where folded_email = %s limit %s)"
        " as named order by name",
        *(address, COUNTED),
    )
    return tuple(
        {email_address.fold(" ".join(row["name"].split())): row["name"] for row in rows}.values()
    )


def _contacts(tx: Transaction, address: str) -> int:
    row = tx.one(
        "select (select count(*) from contacts where lower(email) = %s)"
        " + (select count(*) from correspondents where lower(email) = %s)"
        " + (select count(*) from invitations where lower(email) = %s)"
        " + (select count(*) from former_members where lower(email) = %s) as n",
        *(address, address, address, address),
    )
    return int(row["n"])


def _log(tx: Transaction, address: str) -> int:
    return sum(1 for _ in tx.admin_log.saying(address))


def _is_member(tx: Transaction, address: str) -> bool:
    row = tx.maybe("select from people where lower(email) = %s limit 1", address)
    return row is not None
