"""The two steps between an empty database and a first sign-in."""

import sys
from contextlib import suppress
from datetime import UTC, datetime

from core.operator.refusals import OperatorAlready
from deploy.commands import founding, operator_transactions
from deploy.console import say
from tenants import environment, schema
from tenants.installation import Installation
from tenants.use_cases.operator import operator_accounts


def migrate() -> None:
    settings = environment.load()
    if not settings.database_owner_url:
        sys.exit("DATABASE_OWNER_URL is not set: only the role owner may change the tables.")
    try:
        applied = schema.migrate(settings.database_owner_url)
    except schema.UnknownSchema as refused:
        sys.exit(str(refused))
    say(f"Database: {len(applied)} files applied" if applied else "Database: up to date")


def found_demo() -> None:
    settings = environment.load()
    if not settings.demo_password:
        sys.exit("DEMO_PASSWORD is not set: the demo organization belongs to the embedded mode.")
    installation = Installation(settings, pool_size=1)
    try:
        founding.found(
            installation,
            slug="demo",
            name="Demo organization",
            owner_name="Demo owner",
            owner_email="owner@demo.example",
            password=settings.demo_password,
            now=datetime.now(UTC),
        )
        new = operator_accounts.check(
            "Demo operator", "operator@demo.example", settings.demo_password
        )
        with suppress(OperatorAlready), operator_transactions.opened(installation) as (tx, owned):
            operator_accounts.add(tx, owned, new, datetime.now(UTC))
    finally:
        installation.close()
    say("Demo organization and operator: ready")
