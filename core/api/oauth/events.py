"""What happens to OAuth clients, and to what members have allowed them."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClientMade(AdminEvent):
    """`scopes` is what it may ask for, in words between which stands a space."""

    type = "oauth_client.made"
    narration = sentence("%(actor)s added the application “%(name)s” (%(scopes)s).")

    client_id: UUID
    kind: str
    scopes: str
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClientChanged(AdminEvent):
    type = "oauth_client.changed"
    narration = sentence("%(actor)s changed the application “%(name)s” (%(scopes)s).")

    client_id: UUID
    scopes: str
    redirect_uris: str
    is_shared: bool
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthImpersonationAllowed(AdminEvent):
    type = "oauth_client.impersonation_allowed"
    narration = sentence("%(actor)s let the application “%(name)s” act for every member.")

    client_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthImpersonationEnded(AdminEvent):
    type = "oauth_client.impersonation_ended"
    narration = sentence(
        "%(actor)s no longer lets the application “%(name)s” act for every member."
    )

    client_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClientSecretMade(AdminEvent):
    type = "oauth_client.secret_made"
    narration = sentence("%(actor)s created a new secret for the application “%(name)s”.")

    client_id: UUID
    overlap_hours: int
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClientDisabled(AdminEvent):
    type = "oauth_client.disabled"
    narration = sentence("%(actor)s disabled the application “%(name)s”.")

    client_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClientEnabled(AdminEvent):
    type = "oauth_client.enabled"
    narration = sentence("%(actor)s enabled the application “%(name)s” again.")

    client_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClientDeleted(AdminEvent):
    type = "oauth_client.deleted"
    narration = sentence("%(actor)s deleted the application “%(name)s”.")

    client_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthConsentGiven(AdminEvent):
    type = "oauth_consent.given"
    narration = sentence(
        "%(actor)s allowed the application “%(name)s” to act for them (%(scopes)s)."
    )

    client_id: UUID
    scopes: str
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthConsentRevoked(AdminEvent):
    type = "oauth_consent.revoked"
    narration = sentence("%(actor)s no longer allows the application “%(name)s” to act for them.")

    client_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthTokenReplayed(AdminEvent):
    """`token`: code or refresh_token. Either the application or a thief has used it twice."""

    type = "oauth_grant.replayed"
    narration = sentence(
        "A token of the application “%(name)s” was used twice, so its access for %(person)s was"
        " revoked."
    )

    client_id: UUID
    grant_id: UUID
    person_id: UUID
    token: str
    name: str = personal()
