"""Scopes: what a program may be let do, each with its words and the permissions it gives."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from core.access import Permission
from core.refusals import Invalid, sentence


class Scope(StrEnum):
    ENVELOPES_READ = "envelopes:read"
    ENVELOPES_WRITE = "envelopes:write"
    TEMPLATES = "templates"
    SIGNING_EMBED = "signing:embed"
    WEBHOOKS = "webhooks"
    MEMBERS = "members"
    ORGANIZATION = "organization"


# As they are asked for on the pages about keys and applications.
WORDS: Mapping[Scope, str] = {
    Scope.ENVELOPES_READ: sentence("Read envelopes"),
    Scope.ENVELOPES_WRITE: sentence("Create and send envelopes"),
    Scope.TEMPLATES: sentence("See and change templates"),
    Scope.SIGNING_EMBED: sentence(
        "Open signing pages inside your own application, and say who the signer is"
    ),
    Scope.WEBHOOKS: sentence("See and change webhooks"),
    Scope.MEMBERS: sentence("See and change members, teams and signing groups"),
    Scope.ORGANIZATION: sentence("See and change settings, signing domains and API keys"),
}
_READ = frozenset(
    {
        Permission.READ_ENVELOPES,
        Permission.SEE_ALL_ENVELOPES,
        Permission.READ_REPORTS,
        Permission.READ_SIGNING_GROUPS,
    }
)
_WRITE = _READ | {Permission.SEND_ENVELOPES, Permission.MANAGE_ALL_ENVELOPES}
# What a scope lets a program do, as far as the role of its member allows it as well. The content of
# a template is an envelope, so that the scope for templates reaches as far as the one to send: the
# guard of each route tells them apart by their names.
PERMISSIONS: Mapping[Scope, frozenset[Permission]] = {
    Scope.ENVELOPES_READ: _READ,
    Scope.ENVELOPES_WRITE: _WRITE,
    Scope.TEMPLATES: _WRITE,
    Scope.SIGNING_EMBED: frozenset({Permission.EMBED_SIGNING}),
    Scope.WEBHOOKS: frozenset({Permission.MANAGE_WEBHOOKS}),
    Scope.MEMBERS: frozenset(
        {
            Permission.READ_PEOPLE,
            Permission.MANAGE_PEOPLE,
            Permission.READ_SIGNING_GROUPS,
            Permission.MANAGE_SIGNING_GROUPS,
        }
    ),
    Scope.ORGANIZATION: frozenset(
        {
            Permission.READ_ADMIN_LOG,
            Permission.READ_PEOPLE,
            Permission.READ_REPORTS,
            Permission.MANAGE_SETTINGS,
            Permission.MANAGE_SIGNING_DOMAINS,
            Permission.MANAGE_API_KEYS,
        }
    ),
}
# A scope that another one has in it.
_INCLUDED: Mapping[Scope, frozenset[Scope]] = {
    Scope.ENVELOPES_WRITE: frozenset({Scope.ENVELOPES_READ}),
}


def permissions(scopes: Iterable[Scope]) -> frozenset[Permission]:
    return frozenset(permission for scope in scopes for permission in PERMISSIONS[scope])


def reached(scopes: Iterable[Scope]) -> frozenset[Scope]:
    """These, and all that they include."""
    given = frozenset(scopes)
    return given.union(*(_INCLUDED.get(scope, frozenset()) for scope in given))


def check_given(chosen: Iterable[Scope], giver: frozenset[Scope]) -> None:
    """A program gives no more than it has itself. Raises Invalid."""
    if not frozenset(chosen) <= reached(giver):
        raise Invalid(scopes=sentence("A program can give only scopes that it has itself."))


def known(names: Iterable[str]) -> frozenset[Scope]:
    """Those of the names that are scopes."""
    return frozenset(Scope(name) for name in names if name in set(Scope))
