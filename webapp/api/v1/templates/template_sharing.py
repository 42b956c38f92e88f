"""Whom a template is shown to: a team or everyone, and members by name."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import sharing
from tenants.use_cases.templates import template_pages
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once
from webapp.api.v1.templates.sharing_models import NewTemplateSharing, TemplateSharingAnswer

bp = Blueprint("template_sharing", __name__, url_prefix="/templates/<uuid:template_id>/sharing")


@bp.get("")
@authentication.required(Scope.TEMPLATES, Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(TemplateSharingAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=TemplateSharingAnswer),
    operation_id="get_template_sharing",
)
def show(template_id: UUID) -> Response:
    """See whom a template is shown to"""
    with current.transaction() as tx:
        return responses.shown(_answer(tx, template_id))


@bp.patch("")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    json=NewTemplateSharing,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=TemplateSharingAnswer),
    operation_id="change_template_sharing",
)
def change(template_id: UUID) -> Response:
    """
    Change whom a template is shown to

    Members who may read it from now on are told by e-mail.
    """
    asked: NewTemplateSharing = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, template_id, lambda: _answer(tx, template_id))
        now, before = current.now(), _answer(tx, template_id)
        if asked.visibility is not None:
            sharing.show_to(tx, template_id, asked.visibility, asked.team_id, now)
        if asked.member_ids is not None:
            wanted, there = set(asked.member_ids), set(before.member_ids)
            for person_id in sorted(wanted - there):
                sharing.share(tx, template_id, person_id, now)
            for person_id in sorted(there - wanted):
                sharing.end_share(tx, template_id, person_id, now)
        return responses.shown(_answer(tx, template_id))

    return once(effect)


def _answer(tx: Transaction, template_id: UUID) -> TemplateSharingAnswer:
    """Raises NotFound."""
    template_pages.of(tx, template_id)
    found = sharing.sharing(tx, template_id, current.now())
    return TemplateSharingAnswer(
        visibility=found.visibility,
        team_id=found.team_id,
        member_ids=sorted(person.person_id for person in found.people),
    )
