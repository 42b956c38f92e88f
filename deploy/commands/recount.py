"""`countersign recount`: the figures of dashboards and quotas, counted anew from the envelopes."""

import math
import sys
from uuid import UUID

import psycopg

from core.principal import SYSTEM
from deploy.console import say
from tenants import environment
from tenants.installation import Installation
from tenants.use_cases.organizations import summary_folding


def main() -> None:
    """Organization by organization, while everything goes on."""
    settings = environment.load()
    if not settings.database_owner_url:
        sys.exit("DATABASE_OWNER_URL is not set: nobody else may list all organizations.")
    installation = Installation(settings, pool_size=1, limit=math.inf)
    wrong = 0
    try:
        for organization_id in _organizations(settings.database_owner_url):
            with installation.organization(organization_id).transaction(SYSTEM) as tx:
                wrong += summary_folding.recount(tx)
    finally:
        installation.close()
    _tidy(settings.database_owner_url)
    say(f"Figures: {wrong} were wrong and are right now" if wrong else "Figures: all were right")


def _tidy(owner_url: str) -> None:
    """Many rows came and went: the next page is not to look through what they left."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("vacuum analyze summary_deltas, summaries")


def _organizations(owner_url: str) -> list[UUID]:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        # The owner itself sees no one's rows; the door's look-ups do.
        connection.execute("set role door")
        return [row[0] for row in connection.execute("select id from organizations order by id")]
