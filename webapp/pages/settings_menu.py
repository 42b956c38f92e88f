"""The pages of the settings, and which of them a member is offered."""

from dataclasses import dataclass

from flask import Flask

from core.access import Permission
from core.refusals import sentence
from webapp import current


@dataclass(frozen=True, slots=True)
class Entry:
    """`endpoint` also marks the page one is on: all routes of its blueprint belong to it."""

    endpoint: str
    icon: str
    word: str
    permission: Permission


# What belongs to oneself, then what belongs to the organization; in the order they are shown.
OWN: tuple[Entry, ...] = (
    Entry(
        "preferences.edit",
        "sliders-horizontal",
        sentence("Preferences"),
        Permission.OWN_ACCOUNT,
    ),
    Entry("contacts.index", "book-user", sentence("Contacts"), Permission.SEND_ENVELOPES),
    Entry("credentials.show", "shield-check", sentence("Security"), Permission.OWN_ACCOUNT),
    Entry("own_sessions.index", "monitor", sentence("Sessions"), Permission.OWN_ACCOUNT),
    Entry(
        "memberships.index", "building-2", sentence("Your organizations"), Permission.OWN_ACCOUNT
    ),
    Entry("sso_identities.show", "link", sentence("Sign-in at work"), Permission.OWN_ACCOUNT),
)
ORGANIZATION: tuple[Entry, ...] = (
    Entry("people.index", "users", sentence("People"), Permission.READ_PEOPLE),
    Entry("teams.index", "users-round", sentence("Teams"), Permission.READ_PEOPLE),
    Entry("organization.edit", "building-2", sentence("Organization"), Permission.MANAGE_SETTINGS),
    Entry("sign_in_policies.edit", "lock", sentence("Sign-in policy"), Permission.MANAGE_SIGN_IN),
    Entry("sso_connection.edit", "log-in", sentence("Single sign-on"), Permission.MANAGE_SIGN_IN),
    Entry("api_keys.index", "key-round", sentence("API keys"), Permission.MANAGE_API_KEYS),
    Entry("branding.edit", "palette", sentence("Branding"), Permission.MANAGE_SETTINGS),
    Entry("custom_fields.index", "tags", sentence("Custom fields"), Permission.MANAGE_SETTINGS),
    Entry("usage.show", "gauge", sentence("Usage"), Permission.READ_REPORTS),
    Entry("retention.edit", "hourglass", sentence("Retention"), Permission.MANAGE_SETTINGS),
    Entry("exports.index", "file-archive", sentence("Export"), Permission.EXPORT_ORGANIZATION),
    Entry("legal_holds.index", "gavel", sentence("Legal holds"), Permission.HOLD_ENVELOPES),
    Entry("erasures.index", "user-x", sentence("Erase a person"), Permission.ERASE_PEOPLE),
    Entry("closings.show", "door-open", sentence("Close"), Permission.CLOSE_ORGANIZATION),
    Entry("admin_events.index", "scroll-text", sentence("Audit log"), Permission.READ_ADMIN_LOG),
)


def register(app: Flask) -> None:
    app.jinja_env.globals["settings_menu"] = offered


def offered() -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Groups with their heading; a group without a page is left out."""
    groups = ((sentence("You"), OWN), (sentence("Organization"), ORGANIZATION))
    member = current.member()
    chosen = ((word, tuple(e for e in group if member.may(e.permission))) for word, group in groups)
    return tuple((word, entries) for word, entries in chosen if entries)
