"""Invitations: a program asks people to become members, asks again, and takes it back."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from tenants.store.people.invitations import OpenInvitation
from tenants.transaction import Transaction
from tenants.use_cases.people import inviting
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.people.invitation_models import (
    InvitationAnswer,
    InvitationListAnswer,
    NewInvitation,
)
from webapp.api.v1.queries import ListQuery, reading
from webapp.api.v1.repeatable import once

bp = Blueprint("invitations", __name__, url_prefix="/invitations")


@bp.get("")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    query=reading(InvitationAnswer, base=ListQuery),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=InvitationListAnswer),
    operation_id="list_invitations",
)
def index() -> Response:
    """List invitations that were not used yet"""
    asked: ListQuery = request.context.query  # type: ignore[attr-defined]
    (after,) = cursors.read(asked.cursor, str) or ("",)
    with current.transaction() as tx:
        found = inviting.page(tx, after, asked.limit)
    following = cursors.written(found.next) if found.next else None
    invitations = [_answer(invitation) for invitation in found.invitations]
    return responses.page(InvitationListAnswer, invitations, following)


@bp.get("/<uuid:invitation_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    query=reading(InvitationAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=InvitationAnswer),
    operation_id="get_invitation",
)
def show(invitation_id: UUID) -> Response:
    """See an invitation"""
    with current.transaction() as tx:
        found = inviting.find(tx, invitation_id)
    return responses.shown(_answer(found))


@bp.post("")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    json=NewInvitation,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_201=InvitationAnswer),
    operation_id="create_invitation",
)
def create() -> Response:
    """
    Invite someone by e-mail

    An earlier invitation of the same address is replaced. Owners are invited by people alone.
    """
    asked: NewInvitation = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        id = inviting.invite(tx, asked.email, asked.role, current.now())
        made = _answer(inviting.find(tx, id))
        place = url_for("api_v1.invitations.show", invitation_id=id)
        return responses.created(place, made)

    return once(effect)


@bp.post("/<uuid:invitation_id>/resend")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_200=InvitationAnswer),
    operation_id="resend_invitation",
)
def resend(invitation_id: UUID) -> Response:
    """
    Send an invitation again

    With a new link, which works for a week; the old one ends.
    """

    def effect(tx: Transaction) -> Response:
        inviting.resend(tx, invitation_id, current.now())
        return responses.shown(_answer(inviting.find(tx, invitation_id)))

    return once(effect)


@bp.delete("/<uuid:invitation_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="withdraw_invitation",
)
def withdraw(invitation_id: UUID) -> Response:
    """Withdraw an invitation, whose link no longer works"""

    def effect(tx: Transaction) -> Response:
        inviting.withdraw(tx, invitation_id, current.now())
        return responses.deleted()

    return once(effect)


def _answer(found: OpenInvitation) -> InvitationAnswer:
    return InvitationAnswer(
        id=found.id,
        email=found.email,
        role=found.role,
        invited_by=found.invited_by,
        invited_at=found.invited_at,
        expires_at=found.expires_at,
    )
