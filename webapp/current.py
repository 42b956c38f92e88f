"""What a request runs on: the installation, its settings, the clock, the member signed in."""

from datetime import UTC, datetime
from typing import cast

from flask import Flask, current_app, g

from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member


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
