"""A person signed in to one organization, and the transactions they may open in it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import access
from core.access import MemberRole, Permission, Standing
from core.envelopes.envelope import Envelope
from core.refusals import Forbidden, NotFound
from core.sign_in.sign_in_policy import Admission
from tenants.organization import Organization, Transaction

STANDINGS = """
    select e.id, e.sender_id = %(person)s as owns,
        e.visibility = 'all' or (e.visibility = 'team' and exists (
            select from team_members t where t.team_id = e.team_id and t.person_id = %(person)s
        )) as visible,
        exists (select from envelope_shares s
            where s.envelope_id = e.id and s.person_id = %(person)s) as shared,
        exists (select from recipients r where r.envelope_id = e.id and r.status <> 'created'
            and r.folded_email = lower(%(email)s)) as receives
    from envelopes e where e.id = any(%(envelopes)s) and (e.deleted_at is null or %(in_bin)s)
"""


class MemberTransaction(Transaction):
    """What one member can reach. `role` is theirs at this moment, not at that of signing in."""

    def __init__(self, transaction: Transaction, member: "Member", role: MemberRole) -> None:
        super().__init__(transaction.organization_id, transaction.connection, transaction.keyring)
        self.member = member
        self.role = role

    def standing(self, envelope_id: UUID, in_bin: bool = False) -> Standing:
        """
        How this member stands to it. Raises NotFound when they may not know of it.

        What is in the recycle bin is there for those only who ask for it as such.
        """
        found = self.standings([envelope_id], in_bin)
        if not found:
            raise NotFound
        return found[envelope_id]

    def standings(self, ids: Sequence[UUID], in_bin: bool = False) -> dict[UUID, Standing]:
        """The same of several: of those only that this member may know of."""
        member = self.member
        names = {"person": member.person_id, "email": member.email, "envelopes": list(ids)}
        rows = self.connection.execute(STANDINGS, names | {"in_bin": in_bin}).fetchall()
        found = {id: Standing(*values) for id, *values in rows}
        return {id: s for id, s in found.items() if access.may_see(self.role, s)}

    def see(self, envelope_id: UUID) -> Envelope:
        """An envelope to read. Raises NotFound when this member may not know of it."""
        self.standing(envelope_id)
        return self.envelopes.get(envelope_id)

    def change(self, envelope_id: UUID) -> Envelope:
        """An envelope locked for a decision. Raises NotFound, Forbidden."""
        if not access.may_change(self.role, self.standing(envelope_id)):
            raise Forbidden
        return self.envelopes.lock(envelope_id)


@dataclass(frozen=True, slots=True)
class Member:
    """What portal use cases are asked by."""

    organization: Organization
    organization_name: str
    slug: str
    time_zone: str
    locale: str
    person_id: UUID
    name: str
    email: str
    role: MemberRole
    session_id: UUID
    method: str  # how this person signed in: password, passkey or sso
    factors: int
    # Whether that is what the organization asks for.
    admission: Admission = Admission.ADMITTED
    # What the operator gave as the reason, while the organization is suspended.
    suspended_because: str | None = None
    # When it is to be taken apart, if its owners want that.
    closes_at: datetime | None = None

    @property
    def actor(self) -> str:
        """How audit trails name this person."""
        return f"person:{self.person_id}"

    def may(self, permission: Permission) -> bool:
        """What to offer. What counts is decided again in the transaction."""
        return access.may(self.role, permission)

    @contextmanager
    def transaction(
        self, permission: Permission, alone: bool = False
    ) -> Iterator[MemberTransaction]:
        """
        The only way into the organization for a member.

        The role is read again here, and held when something may be changed, so that it cannot be
        taken away in between. `alone`: one after the other, for what changes roles; two members
        who hold their own role while each takes the other's would wait for each other for ever.
        Raises Forbidden, OrganizationFrozen.
        """
        if self.admission is not Admission.ADMITTED and permission is not Permission.OWN_ACCOUNT:
            raise Forbidden
        hold = "" if permission in access.READING else "for share of m"
        with self.organization.transaction() as tx:
            if alone:
                tx.alone("people")
            row = tx.maybe(
                "select m.role, coalesce(o.suspended_at, o.closes_at) is not null as frozen"  # noqa: S608 - words of our own
                " from memberships m join organizations o on o.id = m.organization_id"
                f" where m.person_id = %s {hold}",
                self.person_id,
            )
            if row is None:
                raise Forbidden
            role = MemberRole(row["role"])
            access.require(role, permission, row["frozen"])
            yield MemberTransaction(tx, self, role)
