"""How much an organization may use, counted in the transaction of what uses it."""

from datetime import datetime, timedelta

from core.access import Permission
from core.organizations import organization as organizations
from core.organizations import quota
from core.organizations.quota import Kind, Limits, Usage
from core.settings.settings import Settings
from tenants.transaction import Transaction


def usages(tx: Transaction, now: datetime) -> tuple[Usage, ...]:
    """What is used of everything there is a limit for, or could be."""
    tx.require(Permission.READ_REPORTS)
    found = limits(tx)
    return tuple(_usage(tx, kind, found.of(kind), now) for kind in Kind)


def nearly_exhausted(tx: Transaction, now: datetime) -> tuple[Usage, ...]:
    """Those of which four fifths are used."""
    tx.require(Permission.READ_REPORTS)
    found = limits(tx)
    limited = [kind for kind in Kind if found.of(kind) is not None]
    used = [_usage(tx, kind, found.of(kind), now) for kind in limited]
    return tuple(each for each in used if each.near)


def usage(tx: Transaction, kind: Kind, now: datetime) -> Usage:
    """What is used of one kind."""
    tx.require(Permission.READ_ENVELOPES)
    return _usage(tx, kind, limits(tx).of(kind), now)


def require(tx: Transaction, kind: Kind, now: datetime, adding: int = 1) -> None:
    """
    Ask in the transaction that adds. Raises QuotaReached.

    No one waits for anyone, but close to the limit: there those who add are counted one after
    the other, so that two never take the last place.
    """
    limit = limits(tx).of(kind)
    if limit is None:
        return
    used = _usage(tx, kind, limit, now)
    if quota.close(used, adding):
        tx.lock_exclusive(f"quota {kind}")
        used = _usage(tx, kind, limit, now)
    quota.require(used, adding)


def count_api_call(tx: Transaction, now: datetime) -> None:
    """One call of the API more. Raises QuotaReached."""
    require(tx, Kind.API_CALLS, now)
    tx.summaries.add_this_month("api_calls", now)


def limits(tx: Transaction) -> Limits:
    """Those that count for the organization: its own, else the installation's."""
    return tx.quota_limits.get() or defaults(tx.settings)


def set_limits(tx: Transaction, new: Limits, by: str, now: datetime, session: bytes) -> None:
    """For the operator of this session: `by` is how the organization's own log names them."""
    tx.lock_exclusive("quotas")
    events = organizations.changes("quota", limits(tx), new)
    tx.quota_limits.set(session, tx.organization_id, new, by)
    tx.record_admin(events, by, now)


def defaults(settings: Settings) -> Limits:
    return Limits(
        settings.quota_envelopes,
        settings.quota_storage,
        settings.quota_api_calls,
        settings.quota_members,
    )


def _usage(tx: Transaction, kind: Kind, limit: int | None, now: datetime) -> Usage:
    if kind is Kind.STORAGE:
        return Usage(kind, tx.summaries.total("storage", "now"), limit)
    if kind is Kind.MEMBERS:
        return Usage(kind, tx.quota_limits.people(now), limit)
    metric = {Kind.ENVELOPES: "sent", Kind.API_CALLS: "api_calls"}[kind]
    month = tx.own_organization.month(now)
    following = (month + timedelta(days=32)).replace(day=1)
    return Usage(kind, tx.summaries.total(metric, "month", month), limit, following)
