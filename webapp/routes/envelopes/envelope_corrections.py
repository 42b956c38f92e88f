"""Correcting a sent envelope on one page: its recipients and when it expires."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes import correcting as rules
from core.envelopes import correction, field_correction, groups
from core.envelopes.correction import AddedRecipient
from core.envelopes.envelope import Envelope
from core.envelopes.roles import registry as roles
from core.envelopes.roles.signer import SIGNER
from core.envelopes.routing import due
from core.refusals import Invalid, Refusal
from tenants.identifiers import new_id
from tenants.use_cases.envelopes import correcting, reading, sending
from tenants.use_cases.envelopes.delivery import link_handover
from webapp import current, notices
from webapp.pages.envelopes import correction_form, sent_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text import problem_text
from webapp.text.translation import gettext

bp = Blueprint("envelope_corrections", __name__)
PLACE = "/envelopes/<uuid:envelope_id>/correction"


@bp.get(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID) -> Response:
    envelope = _find(envelope_id)
    if not correction.is_open(envelope, current.now()):
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return _page(envelope)


@bp.post(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    envelope = _find(envelope_id)
    try:
        typed = correction_form.read(envelope)
        sending.count(current.organization())
        with current.transaction() as tx:
            correcting.correct_envelope(tx, envelope_id, typed, current.now())
    except Invalid as invalid:
        return _page(_find(envelope_id), invalid.errors, 422)
    except Refusal as refusal:
        envelope = _find(envelope_id)
        if not correction.is_open(envelope, current.now()):
            return sent_page.refused(envelope_id, refusal)
        return _page(envelope, {}, refusal.status, problem_text.message(refusal))
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return notices.leave(answer, gettext("Corrected."))


def _find(envelope_id: UUID) -> Envelope:
    """Raises NotFound, Forbidden."""
    with current.transaction() as tx:
        return reading.changeable(tx, envelope_id)


def _copies_links() -> bool:
    with current.transaction() as tx:
        return link_handover.allowed(tx)


def _page(
    envelope: Envelope, errors: Mapping[str, str] = {}, status: int = 200, notice: str = ""
) -> Response:
    people = [r for r in envelope.recipients if correction.removable(envelope, r)]
    return render(
        "envelopes/correction/edit.html",
        status=status,
        notice=notice,
        envelope=envelope,
        people=people,
        groups=groups.firsts(r for r in people if r.options.group_id),
        fillers=field_correction.fillers(envelope, current.now()),
        done=[r for r in envelope.recipients if r not in people],
        nameable={r.id for r in people if rules.correctable(envelope, r)},
        added=_added(envelope),
        roles=roles.ROLES,
        expires_on=request.form.get("expires_on") or correction_form.day_of(envelope.expires_at),
        typed=request.form,
        turn=due(envelope.recipients) if _copies_links() else (),
        errors=errors,
    )


def _added(envelope: Envelope) -> Sequence[AddedRecipient]:
    """What was typed, and a row for one more."""
    last = max((r.routing_order for r in envelope.recipients), default=1)
    blank = AddedRecipient(new_id(), "", "", SIGNER.name, last)
    return (*correction_form.added(), blank)
