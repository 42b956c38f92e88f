"""The recipients of a draft: one form for all of them, saved whole."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.access import Permission
from core.envelope import Envelope
from core.recipient import Recipient
from core.refusals import Invalid
from tenants.use_cases import drafting, reading
from webapp import current, draft_page, member_sessions, recipient_rows
from webapp.recipient_rows import RecipientRow

bp = Blueprint("recipients", __name__)
# What stays as it is while somebody types in it: the rows.
AROUND = ("recipient_errors", "recipients_state", "fields", "missing", "send_button")
WHOLE = ("recipient_rows", "recipients_state", "fields", "missing", "send_button")


@bp.post("/envelopes/<uuid:envelope_id>/recipients")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    """
    Saves when every row is complete. While somebody types, and when a button changes the rows,
    what is still missing is not yet an error.
    """
    action = request.form.get("action", "type")
    rows = recipient_rows.change(recipient_rows.read(request.form), action)
    envelope = reading.envelope(current.member(), envelope_id)
    stored = {r.id for r in envelope.recipients}
    # A stored person whose row is empty for the moment is not meant to be gone.
    named = [row for row in rows if not row.blank or row.id in stored]
    try:
        envelope = drafting.name_recipients(
            current.member(), envelope_id, recipient_rows.recipients(named), current.now()
        )
    except Invalid as invalid:
        errors = _by_row(invalid.errors, recipient_rows.recipients(named), rows)
        return _incomplete(envelope, action, rows, errors)
    if action in ("save", "type"):
        return draft_page.saved(envelope, *AROUND, anchor="recipients", state="saved")
    return _rearranged(envelope, rows, "saved")


def _incomplete(
    envelope: Envelope, action: str, rows: list[RecipientRow], errors: dict[str, str]
) -> Response:
    if action == "save":
        return _show(envelope, AROUND, rows, 422, errors=errors, state="incomplete")
    if action == "type":
        typed = {name: text for name, text in errors.items() if _value(rows, name)}
        return _show(envelope, AROUND, rows, 200, errors=typed, state="incomplete")
    return _rearranged(envelope, rows, "incomplete")


def _rearranged(envelope: Envelope, rows: list[RecipientRow], state: str) -> Response:
    """The rows as they are in the page now, the unfinished ones too."""
    rows = rows or recipient_rows.of(())
    return _show(envelope, WHOLE, rows, 200, state=state)


def _show(
    envelope: Envelope,
    blocks: tuple[str, ...],
    rows: list[RecipientRow],
    status: int,
    **changed: object,
) -> Response:
    steps = recipient_rows.steps(rows)
    return draft_page.show(envelope, *blocks, status=status, rows=rows, steps=steps, **changed)


def _by_row(
    errors: dict[str, str], sent: list[Recipient], rows: list[RecipientRow]
) -> dict[str, str]:
    """Errors number the recipients that were to be saved; the page numbers its rows."""
    ids = [row.id for row in rows]
    places = {str(n): str(ids.index(recipient.id)) for n, recipient in enumerate(sent)}
    found: dict[str, str] = {}
    for name, text in errors.items():
        kind, _, number = name.partition("-")
        found[f"{kind}-{places[number]}" if number in places else name] = text
    return found


def _value(rows: list[RecipientRow], name: str) -> str:
    kind, _, number = name.partition("-")
    if not number:
        return name
    return str(getattr(rows[int(number)], kind)).strip()
