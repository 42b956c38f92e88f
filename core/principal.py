"""Who acts in a transaction."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from core.access import MemberRole, Permission
from core.api import scope
from core.api.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPrincipal:
    """
    A member of the organization, by a session of theirs.

    `role` is what they had when the session was read; the transaction reads it again. `admitted`:
    they have set up the ways of signing in that the organization asks for.
    """

    person_id: UUID
    name: str
    email: str
    time_zone: str  # the organization's
    role: MemberRole
    session_id: UUID
    method: str  # how they signed in: password, passkey or sso
    factors: int
    admitted: bool = True

    @property
    def actor(self) -> str:
        """How audit trails name this principal."""
        return f"person:{self.person_id}"

    def allows(self, permission: Permission) -> bool:
        """Whether this way of acting reaches so far; the role is asked besides."""
        return self.admitted or permission is Permission.OWN_ACCOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPrincipal(MemberPrincipal):
    """A program: it acts for a member, within the scopes that were given to it."""

    scopes: frozenset[Scope]
    application: str  # what people call it

    @property
    def id(self) -> UUID:
        """The same whenever this program acts for this member, and no one else's."""
        raise NotImplementedError

    def has(self, asked: Scope) -> bool:
        """By its name: two scopes may give the same permissions."""
        return asked in scope.reached(self.scopes)

    def allows(self, permission: Permission) -> bool:
        return permission in scope.permissions(self.scopes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyPrincipal(ProgramPrincipal):
    """A program with an API key: it acts for the member who made the key."""

    key_id: UUID

    @property
    def id(self) -> UUID:
        return self.key_id

    @property
    def actor(self) -> str:
        return f"api_key:{self.key_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthPrincipal(ProgramPrincipal):
    """An OAuth client with an access token: it acts for the member who allowed it."""

    client_id: UUID
    grant_id: UUID

    @property
    def id(self) -> UUID:
        return uuid5(self.client_id, str(self.person_id))

    @property
    def actor(self) -> str:
        return f"oauth_client:{self.client_id}/{self.person_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftViewPrincipal(MemberPrincipal):
    """
    A member inside a page of an application, who prepares one draft and knows of nothing else.

    `application` is the program that has opened it for them, as trails name it.
    """

    envelope_id: UUID
    application: str

    @property
    def actor(self) -> str:
        return self.application

    def allows(self, permission: Permission) -> bool:
        return permission in (Permission.READ_ENVELOPES, Permission.SEND_ENVELOPES)


@dataclass(frozen=True, slots=True)
class RecipientPrincipal:
    """
    Whoever opened the link of a recipient. `link_generation` is that of their link, `proofs` of
    identity they gave besides.
    """

    envelope_id: UUID
    recipient_id: UUID
    link_generation: int
    proofs: frozenset[str] = frozenset()

    @property
    def actor(self) -> str:
        return f"recipient:{self.recipient_id}"


@dataclass(frozen=True, slots=True)
class ShareLinkPrincipal:
    """Whoever reads an envelope by a share link, without an account."""

    link_id: UUID

    @property
    def actor(self) -> str:
        return f"share_link:{self.link_id}"


@dataclass(frozen=True, slots=True)
class OperatorPrincipal:
    """An operator of the platform. The database asks for their `session` at each act."""

    id: UUID
    name: str
    session: bytes

    @property
    def actor(self) -> str:
        return f"operator:{self.id}"


@dataclass(frozen=True, slots=True)
class SystemPrincipal:
    """The product itself: a job, a command of the command line, a visitor not signed in yet."""

    actor: str = "system"


SYSTEM = SystemPrincipal()
Principal = (
    MemberPrincipal | RecipientPrincipal | ShareLinkPrincipal | OperatorPrincipal | SystemPrincipal
)
