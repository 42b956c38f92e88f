"""A payment page of the sender: named before it is opened, and noted as opened."""

from uuid import UUID

from flask import Blueprint, Response, make_response

from core.fields.field import Field
from core.fields.kinds import payment
from core.fields.kinds.payment import LINK
from core.refusals import NotFound
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.pages.signing import ceremony_page
from webapp.render import render
from webapp.sessions import ceremony_sessions

bp = Blueprint("payments", __name__)


@bp.get("/fields/<uuid:field_id>/payment")
def show(recipient_id: UUID, field_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    return _page(ceremony, _field(ceremony, field_id), opened=False)


@bp.post("/fields/<uuid:field_id>/payment")
def create(recipient_id: UUID, field_id: UUID) -> Response:
    """Noted first; the page then goes there by itself, for no form may lead to another site."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    field = _field(ceremony, field_id)
    with current.transaction() as tx:
        signing_ceremony.fill(tx, {field_id: payment.OPENED}, current.now())
    return _page(ceremony, field, opened=True)


@bp.get("/fields/<uuid:field_id>/payment/state")
def state(recipient_id: UUID, field_id: UUID) -> Response:
    """For the page that the recipient comes back to."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    field = _field(ceremony, field_id)
    return ceremony_page.saved(ceremony, [field]) if field.value else make_response("", 204)


def _field(ceremony: Ceremony, field_id: UUID) -> Field:
    """
    Raises NotFound for what is no payment of this recipient, or leads nowhere, ConsentNeeded, and
    NotOpen: no one pays for what was voided.
    """
    ceremony.check_may_read()
    field = next((f for f in ceremony.fields if f.id == field_id), None)
    if field is None or LINK not in field.kind.properties or not payment.host(field.properties):
        raise NotFound
    return field


def _page(ceremony: Ceremony, field: Field, opened: bool) -> Response:
    return render(
        "signing/payment.html",
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
        field=field,
        host=payment.host(field.properties),
        link=LINK.of(field.properties),
        opened=opened,
    )
