"""The transaction in which one principal reads and changes an organization's data."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from uuid import UUID

from psycopg.pq import TransactionStatus

from core import access
from core.access import MemberRole, Permission, Standing
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.events.filing import FilingEvent
from core.envelopes.events.lifecycle import EnvelopeCompleted
from core.envelopes.indexing import indexing
from core.events.event import AdminEvent, Event
from core.evidence import audit
from core.evidence.audit import Entry, Head, Trail
from core.organizations import signing_host, summary
from core.principal import (
    DraftViewPrincipal,
    MemberPrincipal,
    OperatorPrincipal,
    Principal,
    RecipientPrincipal,
    SystemPrincipal,
)
from core.refusals import Forbidden, NotFound
from core.settings.settings import Settings
from core.webhooks import catalogue
from tenants.identifiers import new_id
from tenants.store.operator.operator_functions import OperatorFunctions
from tenants.store.people.memberships import CurrentRole
from tenants.store.rows import Rows
from tenants.store.webhooks.webhook_deliveries import ToldEvent
from tenants.stores import Stores


class Transaction(Stores):
    """
    What a use case takes: the stores, who acts, and the doors for change.

    It is opened where a request, a job or a command begins, never inside a use case.
    """

    def __init__(self, rows: Rows, principal: Principal, settings: Settings) -> None:
        super().__init__(rows)
        self.principal = principal
        self.settings = settings
        self._current: CurrentRole | None = None
        self._held = False

    def require(self, permission: Permission) -> None:
        """
        Go on only if the principal may do this.

        A member's role is read again, and held when something may be changed, so that it cannot
        be taken away in between. The system may do what its job or command is for. Recipients,
        readers by link and operators have no permission of the organization's.
        Raises Forbidden, OrganizationFrozen.
        """
        match self.principal:
            case SystemPrincipal():
                return
            case MemberPrincipal() as member if member.allows(permission):
                current = self._current_role(member, hold=permission not in access.READING)
                access.require(current.role, permission, current.frozen)
            case _:
                raise Forbidden

    def may(self, permission: Permission) -> bool:
        """What a page offers, and how far a list reaches."""
        match self.principal:
            case SystemPrincipal():
                return True
            case MemberPrincipal() as member:
                return member.allows(permission) and access.may(self.role, permission)
        return False

    @property
    def member(self) -> MemberPrincipal:
        """The member who acts, by a session or an API key. Raises Forbidden for all others."""
        if isinstance(self.principal, MemberPrincipal):
            return self.principal
        raise Forbidden

    @property
    def recipient(self) -> RecipientPrincipal:
        """The recipient who acts, by their link. Raises Forbidden for all others."""
        if isinstance(self.principal, RecipientPrincipal):
            return self.principal
        raise Forbidden

    @property
    def role(self) -> MemberRole:
        """The member's role at this moment, not at that of signing in. Raises Forbidden."""
        return (self._current or self._current_role(self.member, hold=False)).role

    @cached_property
    def operator_functions(self) -> OperatorFunctions:
        """What an operator may do, by their session. Raises Forbidden for all others."""
        return OperatorFunctions(self.rows.connection, self.operator.session)

    @property
    def operator(self) -> OperatorPrincipal:
        """The operator who acts. Raises Forbidden for all others."""
        if isinstance(self.principal, OperatorPrincipal):
            return self.principal
        raise Forbidden

    @property
    def signing_address(self) -> str:
        """What stands before the paths of this organization's signing pages."""
        host = self.domain_claims.signing_host()
        return signing_host.address(self.settings.signing_address, host)

    def standing(self, envelope_id: UUID, in_bin: bool = False) -> Standing:
        """
        How the member stands to it. Raises NotFound when they may not know of it.

        What is in the recycle bin is there only for who asks for it as such.
        """
        found = self.visible([envelope_id], in_bin)
        if not found:
            raise NotFound
        return found[envelope_id]

    def visible(self, ids: Sequence[UUID], in_bin: bool = False) -> dict[UUID, Standing]:
        """The same of several: of those only that the member may know of."""
        member, role = self.member, self.role
        if isinstance(member, DraftViewPrincipal):
            ids = [id for id in ids if id == member.envelope_id]
        found = self.standings.of(member.person_id, member.email, ids, in_bin)
        return {id: s for id, s in found.items() if access.may_see(role, s)}

    def may_change(self, standing: Standing) -> bool:
        """Whether a member who stands so to an envelope may change it."""
        return access.may_change(self.role, standing)

    def get_visible(self, envelope_id: UUID) -> Envelope:
        """An envelope to read. Raises NotFound when the member may not know of it."""
        self.standing(envelope_id)
        return self.envelopes.get(envelope_id)

    def check_changeable(self, envelope_id: UUID) -> None:
        """Raises NotFound, Forbidden."""
        if not self.may_change(self.standing(envelope_id)):
            raise Forbidden

    def lock_changeable(self, envelope_id: UUID) -> Envelope:
        """An envelope locked for a decision. Raises NotFound, Forbidden."""
        self.check_changeable(envelope_id)
        return self.envelopes.lock(envelope_id)

    def record(self, outcome: Outcome, by: str, now: datetime) -> None:
        """
        Write down a decision: the changed rows, its audit events, the counts, the jobs.

        All of it or none of it. Whatever a use case writes of an envelope beside it, such as a
        tag, is committed only together with this (Rows.change). What is typed in a draft or a
        ceremony has no event of its own: sending and finishing record it as a whole.
        """
        envelope = outcome.envelope
        before = self.envelopes.before(envelope.id)
        entries = audit.extend(
            Trail(self.organization_id, envelope.id),
            envelope.head,
            outcome.events,
            by,
            now,
            new_id,
            lambda: os.urandom(16),
        )
        head = Head(entries[-1].sequence, entries[-1].hash) if entries else envelope.head
        self.envelopes.save(envelope, head, now)
        self.rows.recorded.add(envelope.id)
        self.audit.append(envelope.id, entries)
        self.summaries.count(envelope.id, summary.deltas(before, outcome))
        jobs = [job for event in outcome.events for job in event.jobs(envelope)]
        self.jobs.add(self.organization_id, (*jobs, *indexing(before, outcome, now)))
        if any(event.type == EnvelopeCompleted.type for event in outcome.events):
            self.copy_deliveries.begin(envelope.id)
        if envelope.content_of is None:
            self._tell(zip(outcome.events, entries, strict=True), envelope.id)

    def record_filing(
        self, heads: Mapping[UUID, Head], filed: Mapping[UUID, FilingEvent], now: datetime
    ) -> None:
        """
        Write down where many envelopes were filed: each gets its event, after its locked head.

        What `record` does beside this, filing does not call for: no rows of theirs, counts, jobs.
        """
        entries = {
            id: audit.extend(
                Trail(self.organization_id, id),
                heads[id],
                (event,),
                self.principal.actor,
                now,
                new_id,
                lambda: os.urandom(16),
            )[0]
            for id, event in filed.items()
        }
        self.envelopes.save_heads({id: Head(e.sequence, e.hash) for id, e in entries.items()})
        self.rows.recorded.update(entries)
        self.audit.append_each(entries.items())

    def record_admin(self, events: Iterable[AdminEvent], by: str, now: datetime) -> None:
        """
        Write down what was changed in the organization itself: its log, and the jobs it calls for.

        In the transaction of the change, which a store writes beside it.
        """
        events = tuple(events)
        entries = audit.extend(
            Trail(self.organization_id, self.organization_id),
            self.admin_log.lock(),
            events,
            by,
            now,
            new_id,
            lambda: os.urandom(16),
        )
        self.admin_log.append(entries)
        jobs = [job for event in events for job in event.jobs()]
        self.jobs.add(self.organization_id, jobs)
        self._tell(zip(events, entries, strict=True))

    @contextmanager
    def enter(self, organization_id: UUID) -> Iterator["Transaction"]:
        """This transaction inside another organization, for what concerns both."""
        rows = Rows(self.rows.connection, organization_id, self.rows.keyring)
        rows.enter_organization()
        try:
            yield Transaction(rows, self.principal, self.settings)
            rows.check_recorded()
        finally:
            if self.rows.connection.info.transaction_status is TransactionStatus.INTRANS:
                self.rows.enter_organization()

    def _tell(
        self, recorded: Iterable[tuple[Event, Entry]], envelope_id: UUID | None = None
    ) -> None:
        """
        For webhooks and for those who read the stream, in the commit of the events: none is lost,
        and none is told in vain.
        """
        told = [
            ToldEvent(
                id=entry.id,
                event=event.webhook,
                type=event.type,
                subject_id=envelope_id or catalogue.subject_of(event, self.organization_id),
                envelope_id=envelope_id,
                sequence=entry.sequence,
                at=entry.at,
                data=catalogue.ids_of(event),
            )
            for event, entry in recorded
            if event.webhook
        ]
        self.webhook_deliveries.queue(told)
        self.event_stream.add(told)

    def _current_role(self, member: MemberPrincipal, hold: bool) -> CurrentRole:
        if self._current is None or (hold and not self._held):
            found = self.memberships.current_role(member.person_id, hold)
            if found is None:
                raise Forbidden
            self._current, self._held = found, hold
        return self._current
