"""What operators do: in their own log, and in an organization's what concerns it."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorAdded(AdminEvent):
    type = "operator.added"
    narration = sentence("%(actor)s added the operator %(name)s.")

    operator_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorDisabled(AdminEvent):
    type = "operator.disabled"
    narration = sentence("%(actor)s disabled the operator %(operator)s.")

    operator_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorReset(AdminEvent):
    """A new password, and a second factor that is to be enrolled anew."""

    type = "operator.reset"
    narration = sentence("%(actor)s reset the password and authenticator app of %(operator)s.")

    operator_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSignedIn(AdminEvent):
    """`factor` is app, recovery code or enrolment."""

    type = "operator.signed_in"
    narration = sentence("%(actor)s signed in (%(factor)s).")

    factor: str
    address: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class FounderInvited(AdminEvent):
    type = "founder.invited"
    narration = sentence("%(actor)s invited %(email)s to create an organization.")

    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationSuspended(AdminEvent):
    type = "organization.suspended"
    narration = sentence("%(actor)s suspended the organization %(organization)s.")

    organization_id: UUID
    reason: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionLifted(AdminEvent):
    type = "organization.suspension_lifted"
    narration = sentence("%(actor)s lifted the suspension of %(organization)s.")

    organization_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsSet(AdminEvent):
    """Of how much an organization may use; empty is without a limit."""

    type = "organization.limits_set"
    narration = sentence("%(actor)s set the limits of %(organization)s: %(limits)s.")

    organization_id: UUID
    limits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTested(AdminEvent):
    type = "mail.tested"
    narration = sentence("%(actor)s sent a test e-mail to %(address)s.")

    address: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsTested(AdminEvent):
    type = "sms.tested"
    narration = sentence("%(actor)s sent a test SMS to %(phone)s.")

    phone: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class AbuseReportNoted(AdminEvent):
    type = "abuse_report.noted"
    narration = sentence("%(actor)s marked a report about %(organization)s as %(status)s.")

    organization_id: UUID
    envelope_id: UUID
    status: str
    note: str = personal()
