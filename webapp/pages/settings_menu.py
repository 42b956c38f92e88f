"""The pages of the settings, and which of them a member is offered."""

from dataclasses import dataclass

from flask import Flask

from core.access import Permission
from core.refusals import sentence
from webapp import current


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """`endpoint` also marks the page one is on: all routes of its blueprint belong to it."""

    endpoint: str
    icon: str
    word: str
    permission: Permission


# What belongs to oneself, then what belongs to the organization; in the order they are shown.
OWN: tuple[SettingsPage, ...] = (
    SettingsPage(
        "preferences.edit",
        "sliders-horizontal",
        sentence("Preferences"),
        Permission.OWN_ACCOUNT,
    ),
    SettingsPage("credentials.show", "shield-check", sentence("Security"), Permission.OWN_ACCOUNT),
    SettingsPage("own_sessions.index", "monitor", sentence("Sessions"), Permission.OWN_ACCOUNT),
    SettingsPage(
        "memberships.index", "building-2", sentence("Your organizations"), Permission.OWN_ACCOUNT
    ),
    SettingsPage(
        "sso_identities.show", "link", sentence("Sign-in at work"), Permission.OWN_ACCOUNT
    ),
)
ORGANIZATION: tuple[SettingsPage, ...] = (
    SettingsPage("people.index", "users", sentence("People"), Permission.READ_PEOPLE),
    SettingsPage("teams.index", "users-round", sentence("Teams"), Permission.READ_PEOPLE),
    SettingsPage(
        "organization.edit", "building-2", sentence("Organization"), Permission.MANAGE_SETTINGS
    ),
    SettingsPage(
        "sign_in_policies.edit", "lock", sentence("Sign-in policy"), Permission.MANAGE_SIGN_IN
    ),
    SettingsPage(
        "sso_connection.edit", "log-in", sentence("Single sign-on"), Permission.MANAGE_SIGN_IN
    ),
    SettingsPage("api_keys.index", "key-round", sentence("API keys"), Permission.MANAGE_API_KEYS),
    SettingsPage("branding.edit", "palette", sentence("Branding"), Permission.MANAGE_SETTINGS),
    SettingsPage(
        "custom_fields.index", "tags", sentence("Custom fields"), Permission.MANAGE_SETTINGS
    ),
    SettingsPage("usage.show", "gauge", sentence("Usage"), Permission.READ_REPORTS),
    SettingsPage("retention.edit", "hourglass", sentence("Retention"), Permission.MANAGE_SETTINGS),
    SettingsPage(
        "exports.index", "file-archive", sentence("Export"), Permission.EXPORT_ORGANIZATION
    ),
    SettingsPage("legal_holds.index", "gavel", sentence("Legal holds"), Permission.HOLD_ENVELOPES),
    SettingsPage("erasures.index", "user-x", sentence("Erase a person"), Permission.ERASE_PEOPLE),
    SettingsPage("closings.show", "door-open", sentence("Close"), Permission.CLOSE_ORGANIZATION),
    SettingsPage(
        "admin_events.index", "scroll-text", sentence("Audit log"), Permission.READ_ADMIN_LOG
    ),
)


def register(app: Flask) -> None:
    app.jinja_env.globals["settings_menu"] = offered


def offered() -> tuple[tuple[str, tuple[SettingsPage, ...]], ...]:
    """Groups with their heading; a group without a page is left out."""
    groups = ((sentence("You"), OWN), (sentence("Organization"), ORGANIZATION))
    member = current.member()
    chosen = ((word, tuple(e for e in group if member.may(e.permission))) for word, group in groups)
    return tuple((word, entries) for word, entries in chosen if entries)
