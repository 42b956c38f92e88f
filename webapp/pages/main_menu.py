"""The sections of the main bar, and which of them one is in."""

from dataclasses import dataclass

from flask import Flask, g, request, url_for
from jinja2 import pass_context
from jinja2.runtime import Context

from core.access import Permission
from core.refusals import sentence
from tenants.member import Member
from webapp import current, mailbox
from webapp.http import hosts, request_info


@dataclass(frozen=True, slots=True)
class Section:
    """`paths`: how the addresses of its pages begin. Without a `permission` it is open to all."""

    endpoint: str
    word: str
    permission: Permission | None
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionLink:
    word: str
    address: str
    current: bool


_ENVELOPES = ("envelopes", "folders", "tags", "views", "recycle-bin", "bulk-actions")
SECTIONS: tuple[Section, ...] = (
    Section("envelopes.index", sentence("Envelopes"), Permission.READ_ENVELOPES, _ENVELOPES),
    Section(
        "templates.index",
        sentence("Templates"),
        Permission.READ_ENVELOPES,
        ("templates", "bulk-sends"),
    ),
    Section("contacts.index", sentence("Contacts"), Permission.SEND_ENVELOPES, ("contacts",)),
    Section("dashboard.show", sentence("Dashboard"), Permission.READ_REPORTS, ("dashboard",)),
    Section("verifications.new", sentence("Verify"), None, ("verify",)),
    Section("settings.show", sentence("Settings"), Permission.OWN_ACCOUNT, ("settings",)),
)
MAILBOX = Section("mailbox.index", sentence("Mailbox"), None, ("mailbox",))


def register(app: Flask) -> None:
    app.jinja_env.globals["main_menu"] = offered


@pass_context
def offered(context: Context) -> tuple[SectionLink, ...]:
    """For the member who is signed in, or for a stranger."""
    member: Member | None = g.get("member")
    here = request.path.split("/")[1]
    # A template is edited on the pages of a draft.
    if getattr(context.get("envelope"), "content_of", None) is not None:
        here = "templates"
    here_alone = request_info.here() and not hosts.signing_alone()
    has_mailbox = mailbox.open_to(current.settings(), here_alone)
    return tuple(
        SectionLink(section.word, url_for(section.endpoint), here in section.paths)
        for section in (*SECTIONS, *((MAILBOX,) if has_mailbox else ()))
        if section.permission is None or (member is not None and member.may(section.permission))
    )
