"""What happens when recipients prove who they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import progress, to
from core.events.event import personal
from core.evidence.audit import Entry
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofCodeSent(EnvelopeEvent):
    """The code is derived from `code_id` where it is sent: it is written nowhere."""

    type = "proof.code_sent"
    narration = sentence("A code was sent to %(recipient)s (%(proof)s).")
    printed = True

    recipient_id: UUID
    proof: str
    code_id: UUID

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        job = to(f"send_{self.proof}", envelope, envelope.recipient(self.recipient_id))
        told = {"proof": self.proof, "code_id": str(self.code_id)}
        return (Job(job.kind, {**job.arguments, **told}),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofCodeUndelivered(EnvelopeEvent):
    """`code` is what the gateway said: of Twilio, the number of its error."""

    type = "proof.code_undelivered"
    narration = sentence("A code could not be sent to %(recipient)s (%(proof)s, error %(code)s).")
    printed = True
    icon = "circle-alert"
    timeline = sentence("A code could not be sent to %(recipient)s (%(proof)s)")
    webhook = "proof.code_undelivered"

    recipient_id: UUID
    proof: str
    code: int

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (progress("code_undelivered", envelope, self.recipient_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofGiven(EnvelopeEvent):
    type = "proof.given"
    narration = sentence("%(recipient)s proved who they are (%(proof)s).")
    printed = True
    icon = "shield-check"
    timeline = sentence("%(recipient)s proved who they are (%(proof)s)")

    recipient_id: UUID
    proof: str
    detail: str = ""  # a word of the proof about how it was given
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFailed(EnvelopeEvent):
    """`tries`: how many wrong ones in a row, with this one."""

    type = "proof.failed"
    narration = sentence("Someone failed to prove that they are %(recipient)s (%(proof)s).")
    printed = True

    recipient_id: UUID
    proof: str
    tries: int
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLocked(EnvelopeEvent):
    type = "proof.locked"
    narration = sentence("After too many wrong tries, %(recipient)s was locked out (%(proof)s).")
    printed = True
    icon = "lock"
    timeline = sentence("%(recipient)s was locked out after too many wrong tries (%(proof)s)")
    webhook = "recipient.authentication_failed"

    recipient_id: UUID
    proof: str

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (progress("locked_out", envelope, self.recipient_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofUnlocked(EnvelopeEvent):
    type = "proof.unlocked"
    narration = sentence("%(actor)s let %(recipient)s try again (%(proof)s).")
    printed = True
    icon = "lock-open"
    timeline = sentence("%(actor)s let %(recipient)s try again (%(proof)s)")

    recipient_id: UUID
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticatorReset(EnvelopeEvent):
    type = "proof.authenticator_reset"
    narration = sentence("%(actor)s reset the authenticator app of %(recipient)s.")
    printed = True
    icon = "rotate-ccw"
    timeline = sentence("%(actor)s reset the authenticator app of %(recipient)s")

    recipient_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyReset(EnvelopeEvent):
    type = "proof.passkey_reset"
    narration = sentence("%(actor)s reset the passkey of %(recipient)s.")
    printed = True
    icon = "rotate-ccw"
    timeline = sentence("%(actor)s reset the passkey of %(recipient)s")

    recipient_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizStarted(EnvelopeEvent):
    """The provider knows it by `quiz_id`: of its questions nothing is kept here."""

    type = "proof.quiz_started"
    narration = sentence("An identity service was asked to question %(recipient)s (%(quiz_id)s).")
    printed = True

    recipient_id: UUID
    quiz_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCorrected(EnvelopeEvent):
    type = "recipient.phone_corrected"
    narration = sentence("%(actor)s corrected the phone number of %(recipient)s.")
    printed = True
    icon = "pencil-line"
    timeline = sentence("%(actor)s corrected the phone number of %(recipient)s")
    webhook = "envelope.corrected"

    recipient_id: UUID
    old_phone: str = personal()
    phone: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityMismatched(EnvelopeEvent):
    """`claim`: name or birthdate. What the provider said is not kept."""

    type = "proof.identity_mismatched"
    narration = sentence(
        "An identity provider did not confirm who %(recipient)s is (%(claim)s differs)."
    )
    printed = True
    icon = "circle-alert"
    timeline = sentence("An identity provider did not confirm who %(recipient)s is")
    webhook = "proof.identity_mismatched"

    recipient_id: UUID
    claim: str

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (progress("identity_mismatched", envelope, self.recipient_id),)


def details(proof: str, entries: Sequence[Entry]) -> list[str]:
    """Of each time that a proof was given, how."""
    given = (e for e in entries if e.type == ProofGiven.type and e.data["proof"] == proof)
    return [str(e.data.get("detail", "")) for e in given]


def stated(proof: str, words: str) -> Callable[[Sequence[Entry]], str | None]:
    """These words where the trail tells that the proof was given."""

    def state(entries: Sequence[Entry]) -> str | None:
        return words if details(proof, entries) else None

    return state
