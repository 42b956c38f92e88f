"""What happens to the single sign-on of an organization."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SsoIdentityConnected(AdminEvent):
    """An account at the organization's provider leads to this person from now on."""

    type = "sso.identity_connected"
    narration = sentence("%(person)s was connected to single sign-on.")
    group = "sign_in"

    person_id: UUID
    issuer: str
    joined: int  # 1 for a person who became a member by it
    subject: str = personal()
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SsoIdentityDisconnected(AdminEvent):
    type = "sso.identity_disconnected"
    narration = sentence("%(actor)s disconnected %(person)s from single sign-on.")
    group = "sign_in"

    person_id: UUID
    issuer: str
    subject: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SsoRefused(AdminEvent):
    """A sign-in through the organization's provider was refused. `reason` is the refusal's code."""

    type = "sso.refused"
    narration = sentence("A single sign-on attempt was rejected (%(reason)s).")
    group = "sign_in"

    reason: str
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainClaimed(AdminEvent):
    type = "domain.claimed"
    narration = sentence("%(actor)s added the domain %(domain)s.")
    group = "sign_in"

    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainVerified(AdminEvent):
    """The TXT record was found: addresses of this domain are led here."""

    type = "domain.verified"
    narration = sentence("The domain %(domain)s was verified.")
    group = "sign_in"

    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainTakenElsewhere(AdminEvent):
    type = "domain.taken_elsewhere"
    narration = sentence("The domain %(domain)s is used by another organization.")
    group = "sign_in"

    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainLost(AdminEvent):
    """The TXT record was gone for three days."""

    type = "domain.lost"
    narration = sentence("The domain %(domain)s was released, because its DNS record is gone.")
    group = "sign_in"

    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainRemoved(AdminEvent):
    type = "domain.removed"
    narration = sentence("%(actor)s removed the domain %(domain)s.")
    group = "sign_in"

    domain: str
