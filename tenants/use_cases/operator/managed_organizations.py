"""Organizations as operators see them: what they are called and how much they use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.operator import moderation
from core.operator.events import FounderInvited, LimitsSet, OrganizationSuspended, SuspensionLifted
from core.operator.refusals import NotSuspended, SuspendedAlready
from core.organizations.quota import Kind, Limits
from core.organizations.sign_up import Foundation
from core.refusals import NotFound
from tenants import email_addresses
from tenants.installation import Installation
from tenants.transaction import Transaction
from tenants.use_cases.operator import operator_log
from tenants.use_cases.organizations import quotas, sign_up_links
from tenants.use_cases.sign_in import mail_limits

PAGE = 50
STATES = ("all", "open", "suspended", "closing")


@dataclass(frozen=True, slots=True)
class OrganizationOverview:
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
class FoundOrganizations:
    rows: tuple[OrganizationOverview, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class OrganizationCursor:
    """The last row of the page before."""

    at: datetime
    id: UUID


def organizations(
    tx: Transaction, words: str, state: str, after: OrganizationCursor | None
) -> FoundOrganizations:
    """The newest first. `words` are beginnings of words of a name or a slug."""
    place = (after.at, after.id) if after else (None, None)
    rows = tx.operator_functions.all(
        "overseen_organizations", words.replace("\0", ""), state, *place, PAGE + 1
    )
    return FoundOrganizations(
        tuple(OrganizationOverview(**row) for row in rows[:PAGE]), len(rows) > PAGE
    )


def organization(tx: Transaction, organization_id: UUID) -> OrganizationOverview:
    """Raises NotFound."""
    row = tx.operator_functions.one("overseen_organization_of", organization_id)
    if row is None:
        raise NotFound
    return OrganizationOverview(**row)


def check_founder(installation: Installation, address: str) -> str:
    """The address, if a link may be mailed to it. Raises Invalid(email=...), TooManyMails."""
    email = email_addresses.check(address)
    mail_limits.count_mail(installation, sign_up_links.INVITED, b"operators", email)
    return email


def invite_founder(tx: Transaction, email: str, now: datetime) -> None:
    """Mail a link that opens an organization, unless sign-up is closed, for a week."""
    operator_log.record(tx, FounderInvited(email=email), now=now)
    sign_up_links.mail_link(
        tx, sign_up_links.INVITED, email, Foundation(), sign_up_links.INVITED_LIFETIME
    )


def limits(tx: Transaction, organization_id: UUID) -> tuple[Limits, bool]:
    """Those that count, and whether they are the installation's own. Raises NotFound."""
    organization(tx, organization_id)
    own = tx.operator_functions.one("quota_of", organization_id)
    return (Limits(**own), False) if own else (quotas.defaults(tx.settings), True)


def set_limits(tx: Transaction, organization_id: UUID, new: Limits, now: datetime) -> None:
    """Raises NotFound."""
    organization(tx, organization_id)
    told = ", ".join(f"{kind} {new.of(kind) if new.of(kind) is not None else '∞'}" for kind in Kind)
    # Always their log before ours: no two operators wait for each other.
    with tx.enter(organization_id) as theirs:
        quotas.set_limits(theirs, new, "operator", now, tx.operator.session)
    operator_log.record(tx, LimitsSet(organization_id=organization_id, limits=told), now=now)


def suspend(tx: Transaction, organization_id: UUID, reason: str, now: datetime) -> None:
    """Nothing in it can be changed or signed until it is lifted. Raises Invalid, NotFound."""
    reason = moderation.suspension_reason(reason)
    event = OrganizationSuspended(organization_id=organization_id, reason=reason)
    organization(tx, organization_id)
    if not tx.operator_functions.value("suspend_organization", organization_id, reason):
        raise SuspendedAlready
    operator_log.record_both(tx, organization_id, (event,), now)


def lift(tx: Transaction, organization_id: UUID, now: datetime) -> None:
    """Everything in it goes on. Raises NotSuspended."""
    if not tx.operator_functions.value("lift_suspension", organization_id):
        raise NotSuspended
    event = SuspensionLifted(organization_id=organization_id)
    operator_log.record_both(tx, organization_id, (event,), now)
