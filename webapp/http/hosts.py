"""
Which pages are served at which host: all of them at the installation's own, and at every other host
that is known, signing pages alone. What is not named here is not served there.
"""

from uuid import UUID

from flask import Flask, g, request, url_for
from flask.globals import request_ctx

from core.organizations import signing_host
from core.refusals import NotFound
from core.settings.settings import Mode
from webapp import current
from webapp.http import request_info

# By blueprint. What belongs to everyone and says nothing of anyone:
ANYWHERE = frozenset({"assets", "health", "host_checks"})
# What people without an account are led to by a link or a mail:
SIGNING = frozenset(
    {
        "brands",
        "direct_links",
        "embedded_signings",
        "identity_answers",
        "installable",
        "languages",
        "mail_checks",
        "phones",
        "signings",
        "sources",
        "verifications",
    }
)


def register(app: Flask) -> None:
    app.before_request(_check)
    app.jinja_env.globals["signing_alone"] = signing_alone
    app.jinja_env.globals["start_page"] = start_page


def signing_alone() -> bool:
    """Whether this request can reach signing pages only."""
    return bool(g.get("signing_alone"))


def start_page() -> str:
    """Where someone without a link begins."""
    return url_for("mail_checks.new") if signing_alone() else "/"


def elsewhere() -> str:
    """The host of this request, where it is not the one that BASE_URL names; else ""."""
    name = signing_host.name_of(request.host)
    return "" if _is_portal(name) else name


def serves(host: str, organization_id: UUID) -> bool:
    """Whether signing pages of this organization are served at another host."""
    if host == _name(current.settings().signing_url):
        return True
    return current.installation().directory.organization_of_host(host) == organization_id


def _check() -> None:
    part = (request.blueprints or [""])[-1]
    if part in ANYWHERE or request_ctx.url_adapter is None:  # a Host that is none is told so
        return
    name, settings = signing_host.name_of(request.host), current.settings()
    if not _is_portal(name):
        g.signing_alone = True
        if name != _name(settings.signing_url):
            g.host_organization = _organization_of(name)
    elif settings.serves == "signing":
        g.signing_alone = True
    if signing_alone() and part not in SIGNING:
        raise NotFound


def _is_portal(name: str) -> bool:
    """Trying it out on one's own machine, one may call it by any of its own names."""
    settings = current.settings()
    own = request_info.OWN_NAMES if settings.mode is Mode.EMBEDDED else ()
    return name == _name(settings.base_url) or name in own


def _organization_of(name: str) -> UUID:
    """Raises NotFound for a host that no one has proved."""
    found = current.installation().directory.organization_of_host(name) if name else None
    if found is None:
        raise NotFound
    return found


def _name(address: str) -> str:
    return signing_host.name_of(request_info.host_of(address))
