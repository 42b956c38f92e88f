"""Organizations as operators see them: what they are called and how much they use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.operator import moderation
from core.operator.events import FounderInvited, LimitsSet, OrganizationSuspended, SuspensionLifted
from core.operator.refusals import NotSuspended, SuspendedAlready
from core.organizations.quota import Kind, Limits
from core.refusals import NotFound
from tenants.operator import Operator
from tenants.use_cases.organizations import founding, quotas

PAGE = 50
STATES = ("all", "open", "suspended", "closing")


@dataclass(frozen=True, slots=True)
class Overseen:
    """An organization's metadata; nothing of what is in it. Storage in bytes."""

    id: UUID
    slug: str
    name: str
    created_at: datetime
    suspended_at: datetime | None
    suspension_reason: str
    closes_at: datetime | None
    members: int
    sent_this_month: int
    storage_bytes: int

    @property
    def state(self) -> str:
        if self.suspended_at:
            return "suspended"
        return "closing" if self.closes_at else "open"


@dataclass(frozen=True, slots=True)
class Found:
    rows: tuple[Overseen, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of the page before."""

    at: datetime
    id: UUID


def organizations(operator: Operator, words: str, state: str, after: Place | None) -> Found:
    """The newest first. `words` are beginnings of words of a name or a slug."""
    place = (after.at, after.id) if after else (None, None)
    with operator.transaction() as tx:
        rows = tx.desk.all(
            "overseen_organizations", words.replace("\0", ""), state, *place, PAGE + 1
        )
    return Found(tuple(Overseen(**row) for row in rows[:PAGE]), len(rows) > PAGE)


def organization(operator: Operator, organization_id: UUID) -> Overseen:
    """Raises NotFound."""
    with operator.transaction() as tx:
        row = tx.desk.one("overseen_organization_of", organization_id)
    if row is None:
        raise NotFound
    return Overseen(**row)


def invite_founder(operator: Operator, address: str, now: datetime) -> None:
    """Mail somebody a link that opens an organization. Raises Invalid(email=...), TooManyMails."""
    with operator.transaction() as tx:
        tx.log(FounderInvited(email=address.strip()), now=now)
        founding.invite_founder(operator.installation, address, operator.session)


def limits(operator: Operator, organization_id: UUID) -> tuple[Limits, bool]:
    """Those that count, and whether they are the installation's own. Raises NotFound."""
    organization(operator, organization_id)
    with operator.transaction() as tx:
        own = tx.desk.one("quota_of", organization_id)
    if own is None:
        return quotas.defaults(operator.installation.settings), True
    return Limits(**own), False


def set_limits(operator: Operator, organization_id: UUID, new: Limits, now: datetime) -> None:
    """Raises NotFound."""
    organization(operator, organization_id)
    told = ", ".join(f"{kind} {new.of(kind) if new.of(kind) is not None else '∞'}" for kind in Kind)
    with operator.transaction() as tx:
        tx.log(LimitsSet(organization_id=organization_id, limits=told), now=now)
        quotas.set_limits(
            operator.installation, organization_id, new, "operator", now, operator.session
        )


def suspend(operator: Operator, organization_id: UUID, reason: str, now: datetime) -> None:
    """Nothing in it can be changed or signed until it is lifted. Raises Invalid, NotFound."""
    reason = moderation.suspension_reason(reason)
    event = OrganizationSuspended(organization_id=organization_id, reason=reason)
    with operator.transaction() as tx:
        if tx.desk.one("overseen_organization_of", organization_id) is None:
            raise NotFound
        if not tx.desk.value("suspend_organization", organization_id, reason):
            raise SuspendedAlready
        tx.tell(organization_id, (event,), now)
        tx.log(event, now=now)


def lift(operator: Operator, organization_id: UUID, now: datetime) -> None:
    """Everything in it goes on. Raises NotSuspended."""
    event = SuspensionLifted(organization_id=organization_id)
    with operator.transaction() as tx:
        if not tx.desk.value("lift_suspension", organization_id):
            raise NotSuspended
        tx.tell(organization_id, (event,), now)
        tx.log(event, now=now)
