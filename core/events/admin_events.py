"""What can happen to an organization. Each event is one line of its admin audit log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.envelope_events import Event, personal


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationFounded(Event):
    slug: str
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged(Event):
    """Any setting, policy or branding: its name, and its value before and after."""

    setting: str
    old: str = personal()
    new: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(Event):
    """`old` is empty for somebody who joins, `new` for somebody who is removed."""

    person_id: UUID
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRenamed(Event):
    """By themselves. One name counts in all organizations, so each of them has it in its log."""

    person_id: UUID
    old: str = personal()
    new: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead(Event):
    """A document of an envelope was read in the portal by somebody who did not send it."""

    envelope_id: UUID
    document_id: UUID
    how: str  # "viewed" or "downloaded"


# People


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Event):
    """By mail, or by mail again: `invitation_id` stays the same then."""

    invitation_id: UUID
    role: str
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(Event):
    invitation_id: UUID
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopesTransferred(Event):
    """All that somebody had sent or drafted, when they left."""

    old_id: UUID
    new_id: UUID
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCreated(Event):
    team_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRenamed(Event):
    team_id: UUID
    old: str = personal()
    new: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDeleted(Event):
    team_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMemberAdded(Event):
    team_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMemberRemoved(Event):
    team_id: UUID
    person_id: UUID


# To whom envelopes are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilityChanged(Event):
    """`old` and `new` are owner, all, or the id of a team."""

    envelope_id: UUID
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeShared(Event):
    envelope_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingEnded(Event):
    envelope_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLinkMade(Event):
    envelope_id: UUID
    link_id: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLinkRevoked(Event):
    envelope_id: UUID
    link_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SsoIdentityConnected(Event):
    """An account at the organization's provider leads to this person from now on."""

    person_id: UUID
    issuer: str
    joined: int  # 1 for somebody who became a member by it
    subject: str = personal()
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SsoIdentityDisconnected(Event):
    person_id: UUID
    issuer: str
    subject: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SsoRefused(Event):
    """A sign-in through the organization's provider was refused. `reason` is the refusal's code."""

    reason: str
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainClaimed(Event):
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainVerified(Event):
    """The TXT record was found: addresses of this domain are led here."""

    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainTakenElsewhere(Event):
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainLost(Event):
    """The TXT record was gone for three days."""

    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainRemoved(Event):
    domain: str


# Programs that use the API


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyMade(Event):
    """`scopes` is what it may be used for, in words between which stands a space."""

    key_id: UUID
    scopes: str
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRevoked(Event):
    key_id: UUID
    name: str = personal()


# Operators: in the operators' own log, and what concerns an organization in its log, too


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorAdded(Event):
    operator_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorDisabled(Event):
    operator_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorReset(Event):
    """A new password, and a second factor that is to be enrolled anew."""

    operator_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSignedIn(Event):
    """`factor` is app, recovery code or enrolment."""

    factor: str
    address: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class FounderInvited(Event):
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationSuspended(Event):
    organization_id: UUID
    reason: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionLifted(Event):
    organization_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsSet(Event):
    """Of how much an organization may use; empty is without a limit."""

    organization_id: UUID
    limits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadJobsRevived(Event):
    """`kind` is empty for jobs of every kind."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadJobsDismissed(Event):
    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTested(Event):
    address: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsTested(Event):
    phone: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class AbuseReportNoted(Event):
    organization_id: UUID
    envelope_id: UUID
    status: str
    note: str = personal()


# Keeping and destroying


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(Event):
    """`subject` is envelope, address or organization; the first two are named as well."""

    hold_id: UUID
    subject: str
    envelope_id: UUID | None = None
    address: str = personal()
    reason: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(Event):
    hold_id: UUID
    reason: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeDeleted(Event):
    """Into the recycle bin, which empties itself at `erase_at`."""

    envelope_id: UUID
    erase_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeRestored(Event):
    envelope_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsErased(Event):
    """`cause` is bin or rule. The proof stays."""

    envelope_id: UUID
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesExported(Event):
    """The values of `envelopes` envelopes were asked for as a file, which is kept for a while."""

    export_id: UUID
    envelopes: int
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequested(Event):
    """Of everything the organization has."""

    export_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDownloaded(Event):
    export_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDiscarded(Event):
    """Nobody can download it any more; its parts are gone after `swept_at`."""

    export_id: UUID
    swept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationClosing(Event):
    """It is to be taken apart at `closes_at`, and frozen until then."""

    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationKept(Event):
    """Closing it was called off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErasureAsked(Event):
    """Of whom is not said: that is what is to be forgotten."""

    erasure_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased(Event):
    """From `envelopes` of them; `kept` others have to go on saying who it is."""

    erasure_id: UUID
    envelopes: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogValuesErased(Event):
    """What entries of this log no longer say, as ValuesErased has it for an envelope."""

    values: dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonExportRequested(Event):
    """Of what is about one person; about whom is not said."""

    export_id: UUID
