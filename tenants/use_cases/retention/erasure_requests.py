"""Erasing one person by their address: what there is, what has to stay, and asking for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.addresses import email_address
from core.retention import person_erasure
from core.retention.events import PersonErasureAsked
from core.retention.person_erasure import KeepReason
from core.retention.refusals import OnHold, StillMember
from tenants.store.retention.erasures import PersonErasure
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import reauthentication
from tenants.use_cases.sign_in.reauthentication import Reauthentication

COUNTED = 5_000
NAMED = 20


@dataclass(frozen=True, slots=True)
class PersonFindings:
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
    names: tuple[tuple[UUID, str, KeepReason], ...]
    called: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.envelopes or self.contacts or self.log or self.is_member)


def known(tx: Transaction, typed: str) -> PersonFindings:
    """Raises Invalid."""
    tx.require(Permission.ERASE_PEOPLE)
    address = person_erasure.normalize_address(typed)
    holds = tx.legal_holds.in_force()
    found = [
        (envelope, person_erasure.keep_reason(envelope.id, envelope.status, addresses, holds))
        for envelope in tx.person_traces.envelopes(address, COUNTED)
        for addresses in [envelope.addresses]
    ]
    keeping = [(envelope.id, envelope.name, why) for envelope, why in found if why]
    return PersonFindings(
        address=address,
        envelopes=len(found),
        held=sum(why is KeepReason.HELD for _, why in found),
        open=sum(why is KeepReason.OPEN for _, why in found),
        sealed=sum(envelope.sealed for envelope, why in found if not why),
        contacts=tx.person_traces.contacts(address),
        log=sum(1 for _ in tx.admin_log.saying(address)),
        is_member=tx.person_traces.is_member(address),
        on_hold=holds.organization or address in holds.addresses,
        names=tuple(keeping[:NAMED]),
        called=_called(tx, address),
    )


def check(typed: str, repeated: str) -> str:
    """The address that `ask` may erase, typed twice. Raises Invalid(address=..., repeated=...)."""
    address = person_erasure.normalize_address(typed)
    person_erasure.check_confirmation(address, repeated)
    return address


def ask(
    tx: Transaction,
    erasure_id: UUID,
    address: str,
    with_documents: bool,
    proof: Reauthentication,
    now: datetime,
) -> None:
    """
    Have a job erase them, for a member who shows again that it is them.

    The same id again is the same erasure. Raises StillMember, OnHold, Invalid(proof=...),
    SignedInThroughOrganization.
    """
    tx.require(Permission.ERASE_PEOPLE)
    reauthentication.require(tx, proof, now)
    holds = tx.legal_holds.in_force()
    if holds.organization or address in holds.addresses:
        raise OnHold
    if tx.person_traces.is_member(address):
        raise StillMember
    if tx.erasures.add(erasure_id, tx.member.person_id, address, with_documents, now):
        # Whom it is about is not said: that is what is to be erased.
        asked = PersonErasureAsked(erasure_id=erasure_id)
        tx.record_admin((asked,), tx.principal.actor, now)


def asked(tx: Transaction) -> tuple[PersonErasure, ...]:
    """The latest first."""
    tx.require(Permission.ERASE_PEOPLE)
    return tx.erasures.recent()


def _called(tx: Transaction, address: str) -> tuple[str, ...]:
    """Each name once, however it is spaced or capitalized."""
    names = tx.person_traces.names(address, COUNTED)
    return tuple({email_address.fold(" ".join(name.split())): name for name in names}.values())
