"""What is typed in the page that corrects a sent envelope."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request

from core.envelopes.correction import (
    WRONG_DAY,
    AddedRecipient,
    ChangedRecipient,
    EnvelopeCorrection,
)
from core.envelopes.envelope import Envelope
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.envelopes.roles import registry as roles
from core.envelopes.roles.signer import SIGNER
from core.refusals import Invalid
from webapp import current
from webapp.forms.request_values import form_uuid


def read(envelope: Envelope) -> EnvelopeCorrection:
    """Rows that the page did not show stay as they are. Raises Invalid for what is no day."""
    return replace(people(envelope), expires_at=_expires_at(envelope))


def people(envelope: Envelope) -> EnvelopeCorrection:
    """Without when it expires."""
    form = request.form
    shown = [r for r in envelope.recipients if f"order-{r.id}" in form]
    return EnvelopeCorrection(
        changed=tuple(
            ChangedRecipient(
                r.id,
                form.get(f"name-{r.id}", r.name),
                form.get(f"email-{r.id}", r.email),
                form.get(f"order-{r.id}", 0, int),
                form.get(f"was-{r.id}", None, int),
            )
            for r in shown
        ),
        added=added(),
        removed=frozenset(r.id for r in shown if form.get(f"remove-{r.id}") == "yes"),
    )


def added() -> tuple[AddedRecipient, ...]:
    """Who was typed in the rows for more recipients; a row with nothing in it is no one."""
    form = request.form
    rows = []
    for text in form.getlist("added")[:RECIPIENTS_LIMIT]:
        name, email = form.get(f"name-{text}", ""), form.get(f"email-{text}", "")
        id = _id(text)
        if id is None or not (name.strip() or email.strip()):
            continue
        role = form.get(f"role-{text}", SIGNER.name)
        if role not in {r.name for r in roles.ROLES}:
            role = SIGNER.name
        order = form.get(f"order-{text}", 0, int)
        chosen = form.get(f"fields-{text}", "")
        heir = form_uuid(f"fields-{text}")
        joins = _id(chosen.removeprefix("group-")) if chosen.startswith("group-") else None
        rows.append(AddedRecipient(id, name, email, role, order, heir, joins))
    return tuple(rows)


def day_of(at: datetime | None) -> str:
    return f"{at.astimezone(_zone()).date()}" if at else ""


def _expires_at(envelope: Envelope) -> datetime | None:
    """On the day that was chosen, at the time of day of before."""
    typed, before = request.form.get("expires_on", ""), envelope.expires_at
    if not typed or before is None or typed == day_of(before):
        return None
    try:
        day = datetime.fromisoformat(typed.strip()).date()
    except ValueError:
        raise Invalid(expires_on=WRONG_DAY) from None
    local = before.astimezone(_zone())
    return datetime.combine(day, local.time(), _zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(current.member().principal.time_zone)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
