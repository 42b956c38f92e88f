"""A template that is there: changed, copied, deleted, and what is prepared in it."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import drafting
from tenants.use_cases.templates import template_pages, templates
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes.envelope_answers import answer_of as content_of
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once
from webapp.api.v1.templates.template_answers import answer_of
from webapp.api.v1.templates.template_models import ChangedTemplate, TemplateAnswer

bp = Blueprint("template_changes", __name__, url_prefix="/templates/<uuid:template_id>")


@bp.patch("")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    json=ChangedTemplate,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=TemplateAnswer),
    operation_id="change_template",
)
def change(template_id: UUID) -> Response:
    """
    Change a template

    Its documents, recipients and fields are changed as those of a draft are, at
    /envelopes/{template_id}, with the scope envelopes:write.
    """
    asked: ChangedTemplate = request.context.json  # type: ignore[attr-defined]
    given = asked.model_fields_set

    def effect(tx: Transaction) -> Response:
        responses.check_match(
            tx, template_id, lambda: answer_of(template_pages.page(tx, template_id))
        )
        now, before = current.now(), template_pages.page(tx, template_id)
        content = before.content
        if asked.name is not None or asked.message is not None:
            name = content.name if asked.name is None else asked.name
            message = content.message if asked.message is None else asked.message
            drafting.rename(tx, template_id, name, message, now)
        if asked.description is not None or "folder_id" in given:
            said = asked.description
            said = before.template.description if said is None else said
            folder_id = asked.folder_id if "folder_id" in given else before.summary.folder_id
            templates.describe(tx, template_id, said, folder_id, now)
        if asked.archived is not None:
            templates.archive(tx, template_id, asked.archived, now)
        if asked.favorite is not None:
            templates.mark(tx, template_id, asked.favorite)
        return responses.shown(answer_of(template_pages.page(tx, template_id)))

    return once(effect)


@bp.delete("")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="delete_template",
)
def delete(template_id: UUID) -> Response:
    """
    Delete a template for good

    Envelopes that were started from it are kept.
    """

    def effect(tx: Transaction) -> Response:
        responses.check_match(
            tx, template_id, lambda: answer_of(template_pages.page(tx, template_id))
        )
        templates.delete(tx, template_id, current.now())
        return responses.deleted()

    return once(effect)


@bp.post("/copies")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_201=TemplateAnswer),
    operation_id="copy_template",
)
def copy(template_id: UUID) -> Response:
    """Copy a template: the copy is the member's own, and not published yet"""
    copy_id = new_id()

    def effect(tx: Transaction) -> Response:
        templates.duplicate(tx, template_id, copy_id, current.now())
        place = url_for("api_v1.templates.show", template_id=copy_id)
        return responses.created(place, answer_of(template_pages.page(tx, copy_id)))

    return once(effect)


@bp.get("/content")
@authentication.required(Scope.TEMPLATES, Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(EnvelopeAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="get_template_content",
)
def content(template_id: UUID) -> Response:
    """See what is prepared in a template, as a draft: documents, recipients and all fields"""
    with current.transaction() as tx:
        found = template_pages.page(tx, template_id).content
    return responses.shown(content_of(found))
