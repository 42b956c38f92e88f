"""For which member of which organization a command imports or exports."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from core.principal import SYSTEM, MemberPrincipal
from deploy.console import stop
from tenants import environment
from tenants.committing import Committing
from tenants.installation import Installation, Organization
from tenants.transaction import Transaction


@dataclass(frozen=True, slots=True)
class CommandMember(Committing):
    """A member in whose name the command line acts."""

    organization: Organization
    principal: MemberPrincipal

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with self.organization.transaction(self.principal) as tx:
            yield tx


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organization", required=True, metavar="SLUG", help="its short name")
    parser.add_argument(
        "--as",
        metavar="EMAIL",
        dest="email",
        default="",
        help="the member who will own it; an owner of the organization if left out",
    )


@contextmanager
def opened(wanted: argparse.Namespace) -> Iterator[CommandMember]:
    """Stops with a sentence when there is no such organization or member."""
    installation = Installation(environment.load(), pool_size=2)
    try:
        yield of(installation, wanted.organization, wanted.email)
    finally:
        installation.close()


def of(installation: Installation, slug: str, email: str) -> CommandMember:
    organization_id = installation.directory.organization_by_slug(slug)
    if organization_id is None:
        stop(f"There is no organization {slug}. Its short name is in the address of its pages.")
    organization = installation.organization(organization_id)
    with organization.transaction(SYSTEM) as tx:
        found = tx.memberships.acting_for(email)
        profile = tx.own_organization.profile()
    if found is None:
        stop(f"{email or 'No owner'} is not a member of {slug}.")
    principal = MemberPrincipal(
        person_id=found.person_id,
        name=found.name,
        email=found.email,
        time_zone=profile.time_zone,
        role=found.role,
        session_id=UUID(int=0),
        method="command",
        factors=2,
    )
    return CommandMember(organization, principal)
