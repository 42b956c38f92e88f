"""Confirming each signature: a proof of identity and a reason, as 21 CFR Part 11 asks."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from core.envelopes.envelope import Confirmation, Envelope, Outcome, Status
from core.envelopes.recipient import Recipient
from core.evidence.audit import Entry
from core.fields.field import Field
from core.organizations.confirming_rules import REASON_LIMIT, STANDARD, Confirming
from core.refusals import FilledSentence, Invalid, NotFound, sentence
from core.signing import turn
from core.signing.events.signatures import SignatureConfirmed
from core.signing.origin import Origin
from core.signing.proofs import asked_proofs, registry, sms_code
from core.signing.refusals import SignaturesUnconfirmed
from core.text import canonical_json
from core.text.printable import cleaned, is_line

# Of "a single, continuous period of controlled system access" (§ 11.200): later than this after
# the signature before, all components are asked for again.
PERIOD = timedelta(minutes=15)
# What is asked for again at later signatures: the first of these that they have.
QUICKEST = ("passkey", "totp", "sms_code", "email_code", "work_account", "identity_check")
NO_REASON = sentence("Say why you are signing.")
NO_OWN_PROOF = sentence(
    "Every signature is confirmed, so %(name)s needs a proof of identity that only they can give,"
    " such as a passkey or a code by e-mail. Choose one in their options."
)


def sending_problem(envelope: Envelope, recipient: Recipient) -> str:
    """
    What the proofs of a recipient lack. Where signatures are confirmed, they need one besides the
    link that no one else can give. "" for nothing.
    """
    if lacking := asked_proofs.sending_problem(envelope, recipient):
        return lacking
    is_draft = envelope.status is Status.DRAFT
    required = envelope.confirming.required or (is_draft and envelope.least_confirming.required)
    asked = asked_proofs.of(envelope, recipient)
    if not required or not recipient.role.signs or _own(recipient, asked):
        return ""
    return FilledSentence(NO_OWN_PROOF, name=recipient.name or recipient.email)


def as_sent(envelope: Envelope) -> Envelope:
    """With the reasons that its organization has now."""
    least = envelope.least_confirming
    if not (envelope.confirming.required or least.required):
        return envelope
    reasons = least.reasons or STANDARD
    return replace(envelope, confirming=Confirming(True, reasons, least.free))


def needed(recipient: Recipient, last: datetime | None, now: datetime) -> tuple[str, ...]:
    """
    The proofs of identity that a signature takes: all of them, or one that only they can give
    when the signature before was made in the same session, not long ago.
    """
    asked = asked_proofs.ordered(recipient.options.proofs)
    if last is None or now - last > PERIOD:
        return asked
    return tuple(_own(recipient, asked)[:1]) or asked


def check_reason(rules: Confirming, chosen: str, written: str) -> str:
    """What they sign for. Raises Invalid(reason=...)."""
    reason = cleaned(written) if written.strip() and rules.free else cleaned(chosen)
    is_known = reason in rules.reasons or rules.free
    if not reason or len(reason) > REASON_LIMIT or not is_line(reason) or not is_known:
        raise Invalid(reason=NO_REASON)
    return reason


def written(given: Sequence[Field]) -> str:
    """The values as the trail has them."""
    return canonical_json.text({str(f.id): f.value for f in given})


def mark(email: str, values: str, corrected: datetime | None) -> str:
    """
    Of what is signed and by whom: another value, another person, or fields that were corrected
    since, as labels say what a value means, are confirmed anew.
    """
    since = f"\n{corrected.timestamp():.6f}" if corrected else ""
    return hashlib.sha256(f"{email}\n{values}{since}".encode()).hexdigest()


def check(envelope: Envelope, recipient: Recipient, given: Sequence[Field]) -> None:
    """Raises SignaturesUnconfirmed."""
    if envelope.confirming.required and left(envelope, recipient, given)[0]:
        raise SignaturesUnconfirmed


def left(
    envelope: Envelope, recipient: Recipient, given: Sequence[Field]
) -> tuple[tuple[UUID, ...], str]:
    """Which of their signatures are still to be confirmed, and the mark of what they sign."""
    content = mark(recipient.email, written(given), envelope.fields_corrected_at)
    done = {c.field_id for c in envelope.confirmations if c.content == content}
    signed = (f.id for f in given if f.kind.is_signature and f.value)
    return tuple(id for id in signed if id not in done), content


def confirmed(entries: Sequence[Entry], field_id: UUID) -> tuple[datetime, str] | None:
    """When a signature was confirmed last, and why it was made; None if it was not."""
    ours = (e for e in reversed(entries) if e.type == SignatureConfirmed.type)
    entry = next((e for e in ours if e.data["field_id"] == str(field_id)), None)
    if entry is None:
        return None
    return entry.at, next((p.value for p in entry.personal if p.name == "reason"), "")


def confirm(
    envelope: Envelope, made: Confirmation, reason: str, proofs: Collection[str], origin: Origin
) -> Outcome:
    """Raises NotFound, and what keeps a recipient from acting."""
    recipient = envelope.recipient(made.recipient_id)
    turn.check_consented(envelope, recipient)
    turn.check_time(envelope, made.at)
    if not envelope.confirming.required:
        raise NotFound
    others = (c for c in envelope.confirmations if c.field_id != made.field_id)
    told = SignatureConfirmed(
        recipient_id=made.recipient_id,
        field_id=made.field_id,
        content=made.content,
        proofs=" ".join(asked_proofs.ordered(proofs)),
        reason=reason,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    return Outcome(replace(envelope, confirmations=(*others, made)), (told,))


def _own(recipient: Recipient, proofs: Collection[str]) -> list[str]:
    """
    Those that only the person can give, the quickest first: no code that comes to the phone to
    which the link was sent.
    """
    found = [p for p in proofs if not registry.named(p).known_to_sender]
    if sms_code.comes_with_link(recipient):
        found = [p for p in found if p != "sms_code"]
    return sorted(found, key=lambda p: QUICKEST.index(p) if p in QUICKEST else len(QUICKEST))
