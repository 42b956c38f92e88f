"""Fields placed where a text stands, from the prepare page."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.drafts import draft, signed_documents
from core.fields import kinds
from core.fields.anchoring.anchor import Anchor
from core.refusals import Invalid, sentence
from tenants.use_cases.envelopes import reading
from tenants.use_cases.fields import anchored_fields
from webapp import current
from webapp.pages.envelopes import field_summaries
from webapp.render import render
from webapp.sessions import member_sessions

bp = Blueprint("anchored_fields", __name__)
POINTS_PER_MILLIMETER = 72 / 25.4
NOT_A_NUMBER = sentence("Enter a number of millimeters, such as 25.")


@bp.get("/envelopes/<uuid:envelope_id>/anchored-fields/new")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new(envelope_id: UUID) -> Response:
    return _page(envelope_id)


@bp.post("/envelopes/<uuid:envelope_id>/anchored-fields")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    form = request.form
    try:
        anchor = Anchor(
            form.get("anchor", ""),
            right=_points("right"),
            down=_points("down"),
            every=form.get("which") != "first",
        )
        whose = [UUID(id) for id in form.getlist("recipient_id") if id]
        with current.transaction() as tx:
            kind = kinds.named(form.get("kind", ""))
            anchored_fields.place(tx, envelope_id, anchor, kind, whose, current.now())
    except Invalid as invalid:
        return _page(envelope_id, 422, invalid.errors)
    except ValueError:
        return _page(envelope_id, 422, {"anchor": sentence("Choose a field and a recipient.")})
    return make_response(redirect(url_for("fields.edit", envelope_id=envelope_id), 303))


def _points(name: str) -> float:
    """From millimeters. Raises Invalid."""
    text = request.form.get(name, "").strip().replace(",", ".")
    try:
        number = float(text or 0)
    except ValueError:
        raise Invalid(**{name: NOT_A_NUMBER}) from None
    if not -1_000 <= number <= 1_000:  # NaN is neither
        raise Invalid(**{name: NOT_A_NUMBER})
    return number * POINTS_PER_MILLIMETER


def _page(envelope_id: UUID, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    draft.check_draft(envelope)
    return render(
        "fields/anchored/new.html",
        "panel",
        status=status,
        envelope=envelope,
        summaries=field_summaries.of(envelope),
        kinds=signed_documents.kinds_for([d for d in envelope.documents if d.takes_fields]),
        errors=errors or {},
        typed=request.form,
    )
