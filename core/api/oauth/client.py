"""An OAuth client: an application that asks for access, and what it was registered with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from core.api import scope
from core.api.oauth import redirect_uri
from core.api.oauth.client_kind import ClientKind
from core.api.scope import Scope
from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line, why_undrawable

ACTOR = "oauth_client:"
SECRET_PREFIX = "css_"  # noqa: S105 - the beginning of one
HINT_LENGTH = 4
NAME_LIMIT = 60
MOST = 200  # clients of an organization
# What a client that signs people in asks for besides, OpenID Connect Core section 5.4.
IDENTITY_WORDS: Mapping[str, str] = {
    "openid": sentence("Know who you are in Countersign"),
    "profile": sentence("See your name"),
    "email": sentence("See your e-mail address"),
    "offline_access": sentence("Keep this access while you are away"),
}
IDENTITY = tuple(IDENTITY_WORDS)
# All that a client can ask people for, as they read it.
ASKED_WORDS: Mapping[str, str] = {
    **IDENTITY_WORDS,
    **{each.value: words for each, words in scope.WORDS.items()},
}


@dataclass(frozen=True, slots=True)
class Client:
    """
    Times are UTC. `acts_for`: the member for whom it acts by itself. `is_shared`: members of other
    organizations may allow it, too. `may_impersonate`: an admin has allowed it to act for every
    member of its organization. `public_keys` is a JWK set.
    """

    id: UUID
    organization_id: UUID
    name: str
    kind: ClientKind
    redirect_uris: tuple[str, ...]
    scopes: frozenset[Scope]
    acts_for: UUID
    created_by: UUID
    created_at: datetime
    public_keys: Mapping[str, Any] = field(default_factory=lambda: {"keys": []})
    is_shared: bool = False
    may_impersonate: bool = False
    hint: str = ""
    old_secret_ends_at: datetime | None = None
    last_used_at: datetime | None = None
    disabled_at: datetime | None = None
    deleted_at: datetime | None = None

    @property
    def has_keys(self) -> bool:
        return bool(self.public_keys.get("keys"))

    @property
    def remembers_consent(self) -> bool:
        """Another program can pretend to be one without a secret: RFC 8252 section 8.6."""
        return self.kind.has_secret

    def is_open_to(self, organization_id: UUID) -> bool:
        return self.is_shared or organization_id == self.organization_id

    def takes(self, uri: str) -> bool:
        return redirect_uri.is_registered(uri, self.redirect_uris, self.kind)

    def unknown(self, asked: Iterable[str]) -> frozenset[str]:
        """What it asks for and may never have."""
        return frozenset(asked) - {each.value for each in scope.reached(self.scopes)} - {*IDENTITY}


@dataclass(frozen=True, slots=True)
class AskedClient:
    """What the form about a client asks for."""

    name: str
    kind: ClientKind
    redirect_uris: tuple[str, ...]
    scopes: frozenset[Scope]
    is_shared: bool
    may_impersonate: bool


def asked_for(
    name: str,
    kind: str,
    redirect_uris: str,
    scopes: Iterable[str],
    is_shared: bool = False,
    may_impersonate: bool = False,
) -> AskedClient:
    """`redirect_uris` has one on each line. Raises Invalid with all that is wrong."""
    errors: dict[str, str] = {}
    name = cleaned(name)
    if not name or len(name) > NAME_LIMIT or not is_line(name):
        errors["name"] = sentence("Name the application, in up to 60 characters.")
    elif why := why_undrawable(name):
        errors["name"] = why
    known = scope.known(scopes)
    if not known:
        errors["scopes"] = sentence("Choose at least one thing this application may do.")
    if kind not in set(ClientKind):
        errors["kind"] = sentence("Choose where the application runs.")
    chosen = ClientKind(kind) if kind in set(ClientKind) else ClientKind.CONFIDENTIAL
    uris = tuple(dict.fromkeys(line.strip() for line in redirect_uris.splitlines() if line.strip()))
    wrong = (why for uri in uris if (why := redirect_uri.why_refused(uri, chosen)))
    if len(uris) > redirect_uri.MOST:
        errors["redirect_uris"] = sentence("Give up to 20 addresses.")
    elif why := next(wrong, ""):
        errors["redirect_uris"] = why
    elif not uris and not chosen.has_secret:
        errors["redirect_uris"] = sentence("Give the address to which people come back.")
    if errors:
        raise Invalid(**errors)
    return AskedClient(name, chosen, uris, known, is_shared, may_impersonate)


def secret(token: str) -> str:
    """Of a client, made of a random token of 256 bits."""
    return f"{SECRET_PREFIX}{token}"


def hint(secret: str) -> str:
    return secret[-HINT_LENGTH:]


def is_client(actor: str) -> bool:
    """Whether trails name a client and its member so."""
    return actor.startswith(ACTOR)


def called(actor: str, names: Mapping[UUID, str]) -> str | None:
    """A member and, in brackets, the application that acted for them; None for other actors."""
    if not is_client(actor):
        return None
    client_id, person_id = ids_of(actor)
    known = (names.get(person_id, ""), f"({names[client_id]})" if client_id in names else "")
    return " ".join(filter(None, known)) or None


def ids_of(actor: str) -> tuple[UUID, UUID]:
    """The client and the member that trails name so. Raises ValueError."""
    client_id, _, person_id = actor.removeprefix(ACTOR).partition("/")
    return UUID(client_id), UUID(person_id)
