"""Recipients as a program gives them anew: a draft's are changed, those of a sent one corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import Permission
from core.envelopes.correction import ChangedRecipient, EnvelopeCorrection
from core.envelopes.envelope import Envelope, Status
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import correcting
from tenants.use_cases.envelopes.drafts import draft_recipients
from tenants.use_cases.signing.recipient_choices import TypedSecrets


@dataclass(frozen=True, slots=True)
class GivenRecipient:
    """What is "" or None stays as it is. `options` are those that are chosen anew."""

    id: UUID
    name: str = ""
    email: str = ""
    order: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    access_code: str = ""


def change(
    tx: Transaction, envelope: Envelope, given: Sequence[GivenRecipient], now: datetime
) -> None:
    """
    All of it or nothing. The caller has counted it, see sending.count.

    Raises Invalid, NotOpen, NotCorrectable, NotFound, Forbidden.
    """
    tx.require(Permission.SEND_ENVELOPES)
    if envelope.status is Status.DRAFT:
        for one in given:
            _change_draft(tx, envelope, one, now)
        return
    changed = []
    for one in given:
        was = envelope.recipient(one.id)
        place = (one.name or was.name, one.email or was.email, one.order or was.routing_order)
        if place != (was.name, was.email, was.routing_order):
            changed.append(ChangedRecipient(was.id, *place))
    if changed:
        correcting.correct_envelope(tx, envelope.id, EnvelopeCorrection(tuple(changed)), now)
    for one in given:
        if one.options or one.access_code:
            was = envelope.recipient(one.id)
            options = replace(was.options, **one.options)
            correcting.choose_options(tx, envelope.id, one.id, options, now, one.access_code)


def _change_draft(tx: Transaction, envelope: Envelope, one: GivenRecipient, now: datetime) -> None:
    was = envelope.recipient(one.id)
    person = replace(
        was,
        name=one.name or was.name,
        email=one.email or was.email,
        routing_order=one.order or was.routing_order,
        options=replace(was.options, **one.options),
    )
    secrets = TypedSecrets(one.access_code, ())
    draft_recipients.change(tx, envelope.id, person, secrets, now)
