"""A webhook endpoint: an address of another system that is told of events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line
from core.webhooks import catalogue, schedule

MOST = 20  # of one organization
DESCRIPTION_LIMIT = 100
# For so long the last secret signs beside the new one.
OVERLAP = timedelta(hours=24)


class WebhookOrdering(StrEnum):
    """Whether an event of an envelope waits for those before it."""

    ENVELOPE = "envelope"
    NONE = "none"


class PayloadKind(StrEnum):
    """
    Thin: ids only. Full: what happened, with the envelope as it is. DocuSign: a message of its
    Connect, signed as that is.
    """

    THIN = "thin"
    FULL = "full"
    DOCUSIGN = "docusign"


class SigningKind(StrEnum):
    """A shared secret, or a key of which only we have the private half."""

    HMAC = "hmac"
    ED25519 = "ed25519"


class EndpointState(StrEnum):
    """
    Paused by a person, backed off because it fails; both keep what comes. Disabled keeps nothing.
    """

    ENABLED = "enabled"
    PAUSED = "paused"
    BACKED_OFF = "backed_off"
    DISABLED = "disabled"


class DisabledBecause(StrEnum):
    """Why an endpoint is disabled: a person did it, it said 410, or it failed for days."""

    PERSON = "person"
    GONE = "gone"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class EndpointChoices:
    """
    What a person or a program chooses. No `events` are all of them. `named_only`: of those
    envelopes alone that name this endpoint.
    """

    url: str
    description: str = ""
    events: tuple[str, ...] = ()
    ordering: WebhookOrdering = WebhookOrdering.ENVELOPE
    payload: PayloadKind = PayloadKind.THIN
    signing: SigningKind = SigningKind.HMAC
    named_only: bool = False


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    """
    Times are UTC. Since `failing_since` nothing succeeded, and `failing_on` are those envelopes (or
    templates, bulk sends) on which it failed, up to a few. `probe_at` is when it is asked again
    while it is backed off, after `probes` that failed.
    """

    id: UUID
    choices: EndpointChoices
    created_by: UUID | None
    created_at: datetime
    changed_at: datetime
    version: int = 1
    state: EndpointState = EndpointState.ENABLED
    because: str = ""
    failing_since: datetime | None = None
    failing_on: tuple[UUID, ...] = ()
    probe_at: datetime | None = None
    probes: int = 0
    succeeded_at: datetime | None = None

    @property
    def sends(self) -> bool:
        """Whether anything may be sent to it now."""
        return self.state in (EndpointState.ENABLED, EndpointState.BACKED_OFF)

    @property
    def healthy(self) -> "WebhookEndpoint":
        """Enabled, with a clean slate."""
        return replace(
            self, state=EndpointState.ENABLED, because="", failing_since=None, failing_on=(),
            probe_at=None, probes=0,
        )  # fmt: skip

    def paused(self) -> "WebhookEndpoint":
        return replace(self.healthy, state=EndpointState.PAUSED)

    def disabled(self, because: DisabledBecause) -> "WebhookEndpoint":
        return replace(self, state=EndpointState.DISABLED, because=because.value, probe_at=None)

    def succeeded(self, now: datetime) -> "WebhookEndpoint":
        """An answer of 2xx: whatever was wrong is over. What a person paused stays paused."""
        if not self.sends:
            return self
        return replace(self.healthy, succeeded_at=now)

    def failed(
        self, subject: UUID, now: datetime, chance: float, retry_after: timedelta | None
    ) -> "WebhookEndpoint":
        """A try failed on an envelope: for too long, or on too many, and it is backed off."""
        if not self.sends:
            return self
        since = self.failing_since or now
        on = self.failing_on
        if subject not in on and len(on) < schedule.FAILS_ON:
            on = (*on, subject)
        failing = replace(self, failing_since=since, failing_on=on)
        if now - since > schedule.span():
            return failing.disabled(DisabledBecause.FAILING)
        backs_off = now - since >= schedule.FAILS_FOR or len(on) >= schedule.FAILS_ON
        if self.state is EndpointState.ENABLED and not backs_off:
            return failing
        if self.probe_at is not None and now < self.probe_at:
            return failing  # it was under way before
        probes = self.probes + 1
        return replace(
            failing,
            state=EndpointState.BACKED_OFF,
            probes=probes,
            probe_at=now + schedule.probe_wait(probes, chance, retry_after),
        )


def chosen(
    url: str, description: str, events: Iterable[str], ordering: str, payload: str, signing: str
) -> EndpointChoices:
    """What was typed; the URL is judged apart. Raises Invalid with all that is wrong."""
    errors: dict[str, str] = {}
    description = cleaned(description)
    if len(description) > DESCRIPTION_LIMIT or not is_line(description):
        errors["description"] = sentence("Describe it in one line of up to 100 characters.")
    wanted = tuple(sorted(set(events)))
    if not set(wanted) <= set(catalogue.names()):
        errors["events"] = sentence("Choose events from the list.")
    if ordering not in set(WebhookOrdering):
        errors["ordering"] = sentence("Choose one from the list.")
    if payload not in set(PayloadKind):
        errors["payload"] = sentence("Choose one from the list.")
    if signing not in set(SigningKind):
        errors["signing"] = sentence("Choose one from the list.")
    if errors:
        raise Invalid(**errors)
    return EndpointChoices(
        *(url.strip(), description, wanted),
        *(WebhookOrdering(ordering), PayloadKind(payload), SigningKind(signing)),
    )
