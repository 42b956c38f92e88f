"""What is kept and what is erased: the recycle bin, retention rules, and the holds on both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from core.addresses import email_address
from core.envelopes.envelope import Status
from core.refusals import Invalid, sentence
from core.retention.refusals import NotDeletable
from core.text.printable import cleaned, is_prose

BIN = timedelta(days=30)
# A hold puts an end off; whether it was lifted is asked every day.
HELD_FOR = timedelta(days=1)
DAYS_LIMIT = 36_525
REASON_LIMIT = 500
ENDED = frozenset({Status.COMPLETED, Status.DECLINED, Status.VOIDED, Status.EXPIRED})


class Subject(StrEnum):
    """What a legal hold is on."""

    ENVELOPE = "envelope"
    ADDRESS = "address"
    ORGANIZATION = "organization"


class Cause(StrEnum):
    """Why documents are erased."""

    BIN = "bin"
    RULE = "rule"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Holds:
    """All legal holds of an organization that were not lifted. Addresses are folded."""

    organization: bool = False
    envelopes: frozenset[UUID] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """Documents go so many days after the envelope ended; `template_id` None is for all others."""

    days: int
    template_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RetainedEnvelope:
    """What is known of an envelope when its erasure is decided. `addresses` as they were typed."""

    id: UUID
    status: Status
    status_at: datetime
    addresses: frozenset[str] = frozenset()
    template_id: UUID | None = None
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlannedErasure:
    """When documents are to be erased, unless they are held by then."""

    at: datetime
    cause: Cause


def held(envelope_id: UUID, addresses: Iterable[str], holds: Holds) -> bool:
    """Whether nothing of this envelope may be destroyed. Everything that destroys asks this."""
    return (
        holds.organization
        or envelope_id in holds.envelopes
        or any(email_address.fold(address) in holds.addresses for address in addresses)
    )


def erasure(kept: RetainedEnvelope, rules: Iterable[Rule]) -> PlannedErasure | None:
    """The first cause that comes, holds aside; None: it stays for ever."""
    causes = []
    if kept.deleted_at is not None:
        causes.append(PlannedErasure(kept.deleted_at + BIN, Cause.BIN))
    rule = _rule(kept.template_id, rules)
    if rule is not None and kept.status in ENDED:
        causes.append(PlannedErasure(kept.status_at + timedelta(days=rule.days), Cause.RULE))
    return min(causes, key=lambda e: e.at, default=None)


def due(kept: RetainedEnvelope, rules: Iterable[Rule], holds: Holds, now: datetime) -> Cause | None:
    """Why the documents are to be erased now; None: they are kept."""
    found = erasure(kept, rules)
    if found is None or found.at > now or held(kept.id, kept.addresses, holds):
        return None
    return found.cause


def check_deletable(kept: RetainedEnvelope) -> None:
    """Drafts and what has ended may go into the recycle bin. Raises NotDeletable."""
    if kept.status is not Status.DRAFT and kept.status not in ENDED:
        raise NotDeletable


def check_reason(reason: str) -> str:
    """The reason as it is kept. Raises Invalid."""
    reason = cleaned(reason)
    if not reason or len(reason) > REASON_LIMIT or not is_prose(reason):
        raise Invalid(reason=sentence("Enter a reason, up to 500 characters."))
    return reason


def _rule(template_id: UUID | None, rules: Iterable[Rule]) -> Rule | None:
    """That of its own template before the one for all."""
    by_template = {rule.template_id: rule for rule in rules}
    return by_template.get(template_id) or by_template.get(None)
