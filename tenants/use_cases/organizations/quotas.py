"""How much an organization may use, counted in the transaction of what uses it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from core.access import Permission
from core.organizations import organization as organizations
from core.organizations import quota
from core.organizations.quota import Kind, Limits, Usage
from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tenants.transaction import Transaction


def usages(member: Member, now: datetime) -> tuple[Usage, ...]:
    """What is used of everything there is a limit for, or could be."""
    with member.transaction(Permission.READ_REPORTS) as tx:
        limits = _limits(tx)
        return tuple(_usage(tx, kind, limits.of(kind), now) for kind in Kind)


def nearly_reached(member: Member, now: datetime) -> tuple[Usage, ...]:
    """Those of which four fifths are used."""
    with member.transaction(Permission.READ_REPORTS) as tx:
        limits = _limits(tx)
        limited = [kind for kind in Kind if limits.of(kind) is not None]
        found = [_usage(tx, kind, limits.of(kind), now) for kind in limited]
    return tuple(usage for usage in found if usage.near)


def require(tx: Transaction, kind: Kind, now: datetime, adding: int = 1) -> None:
    """
    Ask in the transaction that adds. Raises QuotaReached.

    Nobody waits for anybody, but close to the limit: there those who add are counted one after
    the other, so that two never take the last place.
    """
    limit = _limits(tx).of(kind)
    if limit is None:
        return
    usage = _usage(tx, kind, limit, now)
    if quota.close(usage, adding):
        tx.alone(f"quota {kind}")
        usage = _usage(tx, kind, limit, now)
    quota.require(usage, adding)


def count_api_call(tx: Transaction, now: datetime) -> None:
    """One call of the API more. Raises QuotaReached."""
    require(tx, Kind.API_CALLS, now)
    tx.summaries.add("api_calls", _month(tx, now))


def limits(installation: Installation, organization_id: UUID) -> Limits:
    """Those that count for an organization: its own, else the installation's."""
    organization = installation.organization(organization_id)
    with organization.transaction() as tx:
        return _limits(tx)


def set_limits(
    installation: Installation,
    organization_id: UUID,
    new: Limits,
    by: str,
    now: datetime,
    session: bytes,
) -> None:
    """For the operator of this session: `by` is how the organization's own log names them."""
    organization = installation.organization(organization_id)
    with organization.transaction() as tx:
        tx.alone("quotas")
        events = organizations.changes("quota", _limits(tx), new)
        tx.run(
            "select set_quota(%s, %s, %s, %s, %s, %s, %s)",
            *(session, organization_id, new.envelopes_per_month, new.storage_bytes),
            *(new.api_calls_per_month, new.members, by),
        )
        tx.administer(events, by, now)


def defaults(settings: Settings) -> Limits:
    return Limits(
        settings.quota_envelopes,
        settings.quota_storage,
        settings.quota_api_calls,
        settings.quota_members,
    )


def _limits(tx: Transaction) -> Limits:
    row = tx.maybe(
        "select envelopes_per_month, storage_bytes, api_calls_per_month, members from quotas"
    )
    return Limits(**row) if row else defaults(tx.settings)


def _usage(tx: Transaction, kind: Kind, limit: int | None, now: datetime) -> Usage:
    if kind is Kind.STORAGE:
        return Usage(kind, tx.summaries.total("storage", "now"), limit)
    if kind is Kind.MEMBERS:
        row = tx.one(
            "select (select count(*) from memberships)"
            " + (select count(*) from invitations where expires_at > %s) as people",
            now,
        )
        return Usage(kind, row["people"], limit)
    metric = {Kind.ENVELOPES: "sent", Kind.API_CALLS: "api_calls"}[kind]
    month = _month(tx, now)
    following = (month + timedelta(days=32)).replace(day=1)
    return Usage(kind, tx.summaries.total(metric, "month", month), limit, following)


def _month(tx: Transaction, now: datetime) -> date:
    """The first day of this month, where the organization's clocks stand."""
    row = tx.one(
        "select date_trunc('month', %s at time zone known_zone(time_zone))::date as month"
        " from organizations",
        now,
    )
    month: date = row["month"]
    return month
