"""What a request runs on: the installation, its settings, the clock, and who acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from flask import Flask, current_app, g

from core.principal import SYSTEM, Principal
from core.refusals import NotFound
from core.settings.settings import Settings
from tenants.committing import Committing
from tenants.installation import PLATFORM, Installation, Organization
from tenants.member import Member
from tenants.transaction import Transaction


def register(app: Flask, settings: Settings, installation: Installation) -> None:
    app.extensions["settings"] = settings
    app.extensions["installation"] = installation


def installation() -> Installation:
    return cast(Installation, current_app.extensions["installation"])


def settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def member() -> Member:
    """The member signed in; only in routes that member_sessions.required guards."""
    return cast(Member, g.member)


def act_as(organization: Organization, principal: Principal) -> None:
    """
    Called by the guard that found out who sent this request.

    Raises NotFound at the host of another organization.
    """
    if organization.id != PLATFORM:
        check_host(organization.id)
    g.acting = (organization, principal)


def host_organization() -> UUID | None:
    """The one whose own host was asked; None at the hosts of the installation."""
    return cast("UUID | None", g.get("host_organization"))


def check_host(organization_id: UUID) -> None:
    """At an organization's own host there is nothing of another one. Raises NotFound."""
    if host_organization() not in (None, organization_id):
        raise NotFound


def act_as_platform() -> None:
    """Who sent this request is not known yet: the system acts for them, in the platform."""
    act_as(installation().platform, SYSTEM)


def organization() -> Organization:
    """In which this request acts; only in routes that have a guard."""
    found, _ = cast("tuple[Organization, Principal]", g.acting)
    return found


@contextmanager
def transaction() -> Iterator[Transaction]:
    """The transaction of the one who sent this request; only in routes that have a guard."""
    with acting().transaction() as tx:
        yield tx


@dataclass(frozen=True, slots=True)
class Acting(Committing):
    """The one who sent this request, for what opens several transactions (tenants/openers)."""

    organization: Organization
    principal: Principal

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with self.organization.transaction(self.principal) as tx:
            yield tx


def acting() -> Acting:
    """Only in routes that have a guard."""
    return Acting(*cast("tuple[Organization, Principal]", g.acting))
