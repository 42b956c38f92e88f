"""Versions of a template: published from what is prepared, and restored to be edited."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from core.api.scope import Scope
from tenants.transaction import Transaction
from tenants.use_cases.templates import publishing, template_pages
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once
from webapp.api.v1.templates.template_answers import answer_of
from webapp.api.v1.templates.template_models import TemplateAnswer
from webapp.api.v1.templates.version_models import (
    TemplateVersionAnswer,
    TemplateVersionListAnswer,
)

bp = Blueprint("template_versions", __name__, url_prefix="/templates/<uuid:template_id>/versions")


@bp.get("")
@authentication.required(Scope.TEMPLATES, Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(TemplateVersionAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=TemplateVersionListAnswer),
    operation_id="list_template_versions",
)
def index(template_id: UUID) -> Response:
    """List the versions of a template"""
    with current.transaction() as tx:
        found = template_pages.page(tx, template_id).versions
    listed = [
        TemplateVersionAnswer(
            number=v.number, published_by=v.published_by, published_at=v.published_at
        )
        for v in found
    ]
    return responses.page(TemplateVersionListAnswer, listed, None)


@bp.post("")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_201=TemplateAnswer),
    operation_id="publish_template",
)
def publish(template_id: UUID) -> Response:
    """
    Publish a template as it is prepared

    Envelopes are started from its latest version. What is missing is listed; the pages of a new
    document are there after some seconds.
    """

    def effect(tx: Transaction) -> Response:
        publishing.publish(tx, template_id, current.now())
        place = url_for("api_v1.templates.show", template_id=template_id)
        return responses.created(place, answer_of(template_pages.page(tx, template_id)))

    return once(effect)


@bp.post("/<int:number>/restore")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_200=TemplateAnswer),
    operation_id="restore_template_version",
)
def restore(template_id: UUID, number: int) -> Response:
    """
    Restore an older version to be edited

    It takes the place of what is prepared, and counts once it is published.
    """

    def effect(tx: Transaction) -> Response:
        publishing.restore(tx, template_id, number, current.now())
        return responses.shown(answer_of(template_pages.page(tx, template_id)))

    return once(effect)
