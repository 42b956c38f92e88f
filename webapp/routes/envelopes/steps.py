"""The steps of a draft: how many of each have to finish, and when it starts."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes import groups, steps
from core.envelopes.envelope import Envelope, Status
from core.refusals import Invalid
from tenants.use_cases.envelopes import drafting, reading
from webapp import current, notices
from webapp.forms.request_values import number_of
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext, ngettext

bp = Blueprint("steps", __name__)
DELAYS = (0, 1, 2, 4, 8, 24, 48, 72, 120, 168, 336, 720)  # hours


@bp.get("/envelopes/<uuid:envelope_id>/steps")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    if envelope.status is not Status.DRAFT:
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return _page(envelope)


@bp.post("/envelopes/<uuid:envelope_id>/steps")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            chosen = (_numbers("needed-"), _numbers("delay-"))
            drafting.choose_steps(tx, envelope_id, *chosen, current.now())
    except Invalid as invalid:
        with current.transaction() as tx:
            envelope = reading.changeable(tx, envelope_id)
        return _page(envelope, invalid.errors, 422)
    place = url_for("envelopes.show", envelope_id=envelope_id, _anchor="recipients")
    return notices.leave(make_response(redirect(place, 303)), gettext("Saved."))


def _numbers(prefix: str) -> dict[int, int]:
    """By routing order."""
    return {
        number_of(name.removeprefix(prefix)): number_of(value)
        for name, value in request.form.items()
        if name.startswith(prefix)
    }


def _page(envelope: Envelope, errors: Mapping[str, str] = {}, status: int = 200) -> Response:
    orders = sorted({r.routing_order for r in envelope.recipients if r.role.acts})
    chosen = {order: steps.at(envelope.steps, order) for order in orders}
    acting = groups.firsts(r for r in envelope.recipients if r.role.acts)
    members = {order: [r for r in acting if r.routing_order == order] for order in orders}
    return render(
        "envelopes/steps/edit.html",
        "panel",
        status=status,
        envelope=envelope,
        together={order: found for order, found in members.items() if len(found) > 1},
        offered={order: _offered(len(found)) for order, found in members.items()},
        members=members,
        chosen=chosen,
        delays={order: _delays(step.delay) for order, step in chosen.items()},
        errors=errors,
    )


def _delays(chosen: int) -> dict[str, str]:
    """In hours; one that a program has chosen is offered as well."""
    return {str(hours): _delay(hours) for hours in sorted({*DELAYS, chosen})}


def _delay(hours: int) -> str:
    if not hours:
        return gettext("As soon as the step before has finished")
    if hours % 24:
        return ngettext("%(num)d hour later", "%(num)d hours later", hours)
    return ngettext("%(num)d day later", "%(num)d days later", hours // 24)


def _offered(count: int) -> dict[str, str]:
    some = {
        str(n): ngettext("Any %(num)d of them", "Any %(num)d of them", n) for n in range(1, count)
    }
    return {"0": gettext("Everyone"), **some}
