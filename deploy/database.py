"""The two steps between an empty database and a first sign-in."""

import sys
from datetime import UTC, datetime

from deploy.progress import say
from tenants import environment, migrations
from tenants.use_cases import founding


def migrate() -> None:
    settings = environment.load()
    if not settings.database_owner_url:
        sys.exit("DATABASE_OWNER_URL is not set: only the role owner may change the tables.")
    applied = migrations.migrate(settings.database_owner_url)
    say(f"Database: {len(applied)} migrations applied" if applied else "Database: up to date")


def found_demo() -> None:
    settings = environment.load()
    if not settings.demo_password:
        sys.exit("DEMO_PASSWORD is not set: the demo organization belongs to the embedded mode.")
    founding.found(
        settings,
        slug="demo",
        name="Demo organization",
        owner_name="Demo owner",
        owner_email="owner@demo.example",
        password=settings.demo_password,
        now=datetime.now(UTC),
    )
    say("Demo organization: ready")
