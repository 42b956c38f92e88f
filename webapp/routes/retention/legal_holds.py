"""Legal holds: placed on an envelope, a person's address or everything, and lifted again."""

from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid, NotFound, Refusal
from tenants.use_cases.envelopes import reading
from tenants.use_cases.retention import legal_holds
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text import problem_text
from webapp.text.translation import gettext

bp = Blueprint("legal_holds", __name__)
FIELDS = ("subject", "address", "reason")


@bp.get("/settings/holds")
@member_sessions.required(Permission.HOLD_ENVELOPES)
def index() -> Response:
    return _page({"subject": "address", "address": "", "reason": ""}, {})


@bp.post("/settings/holds")
@member_sessions.required(Permission.HOLD_ENVELOPES)
def create() -> Response:
    typed = {name: request.form.get(name, "") for name in FIELDS}
    try:
        _place(typed, None)
    except Invalid as invalid:
        return _page(typed, invalid.errors)
    return _done(gettext("Legal hold placed. Nothing it covers can be deleted."))


@bp.get("/envelopes/<uuid:envelope_id>/holds")
@member_sessions.required(Permission.HOLD_ENVELOPES)
def new_on_envelope(envelope_id: UUID) -> Response:
    return _on_envelope(envelope_id, "", {})


@bp.post("/envelopes/<uuid:envelope_id>/holds")
@member_sessions.required(Permission.HOLD_ENVELOPES)
def create_on_envelope(envelope_id: UUID) -> Response:
    typed = {"subject": "envelope", "address": "", "reason": request.form.get("reason", "")}
    try:
        _place(typed, envelope_id)
    except Invalid as invalid:
        errors = {f"hold_{name}": text for name, text in invalid.errors.items()}
        return _on_envelope(envelope_id, typed["reason"], errors, 422)
    except Refusal as refusal:
        notice = problem_text.message(refusal)
        return _on_envelope(envelope_id, typed["reason"], {}, refusal.status, notice)
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return notices.leave(
        answer, gettext("Legal hold placed. Nothing in this envelope can be deleted.")
    )


@bp.post("/settings/holds/<uuid:hold_id>/lifting")
@member_sessions.required(Permission.HOLD_ENVELOPES)
def lift(hold_id: UUID) -> Response:
    reason = request.form.get("reason", "")
    try:
        with current.transaction() as tx:
            legal_holds.lift(tx, hold_id, reason, current.now())
    except Invalid as invalid:
        typed = {"subject": "address", "address": "", "reason": ""}
        return _page(typed, {f"reason-{hold_id}": invalid.errors["reason"]})
    return _done(gettext("Legal hold lifted."))


def _place(typed: dict[str, str], envelope_id: UUID | None) -> None:
    try:
        hold_id = UUID(request.form.get("hold_id", ""))
    except ValueError:
        raise NotFound from None
    with current.transaction() as tx:
        legal_holds.place(
            tx,
            hold_id,
            typed["subject"],
            typed["reason"],
            current.now(),
            envelope_id=envelope_id,
            address=typed["address"],
        )


def _on_envelope(
    envelope_id: UUID, reason: str, errors: dict[str, str], status: int = 200, notice: str = ""
) -> Response:
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    return render(
        "retention/legal_holds/on_envelope.html",
        "panel",
        status=status,
        notice=notice,
        envelope=envelope,
        hold_id=uuid4(),
        reason=reason,
        errors=errors,
    )


def _page(typed: dict[str, str], errors: dict[str, str]) -> Response:
    with current.transaction() as tx:
        holds = legal_holds.holds(tx)
    return render(
        "retention/legal_holds/index.html",
        status=422 if errors else 200,
        holds=[h for h in holds if h.lifted_at is None],
        lifted=[h for h in holds if h.lifted_at is not None],
        typed=typed,
        errors=errors,
        new_id=uuid4(),
    )


def _done(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("legal_holds.index"), 303)), sentence)
