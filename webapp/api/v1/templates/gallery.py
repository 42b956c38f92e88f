"""Ready templates of ours: a program lists them, and takes one over."""

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.refusals import NotFound
from core.templates import gallery
from tenants.identifiers import new_id
from tenants.openers import ready_template_start
from tenants.transaction import Transaction
from tenants.use_cases.templates import template_pages
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import Answering, once_opened
from webapp.api.v1.templates.gallery_models import (
    ReadyTemplateAnswer,
    ReadyTemplateListAnswer,
    TakenTemplate,
)
from webapp.api.v1.templates.template_answers import answer_of
from webapp.api.v1.templates.template_models import TemplateAnswer

bp = Blueprint("ready_templates", __name__, url_prefix="/ready-templates")


@bp.get("")
@authentication.required(Scope.TEMPLATES, Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(ReadyTemplateAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=ReadyTemplateListAnswer),
    operation_id="list_ready_templates",
)
def index() -> Response:
    """List the ready templates of the gallery"""
    found = [
        ReadyTemplateAnswer(
            key=ready.key,
            name=ready.title,
            description=ready.description,
            roles=list(ready.signers),
            fields=[fact.name for fact in ready.facts],
        )
        for ready in gallery.ALL
    ]
    return responses.page(ReadyTemplateListAnswer, found, None)


@bp.post("/<key>/templates")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    json=TakenTemplate,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_201=TemplateAnswer),
    operation_id="take_ready_template",
)
def take(key: str) -> Response:
    """
    Create a template from one of the gallery

    Its pages are there after some seconds, and then it can be published.
    """
    asked: TakenTemplate = request.context.json  # type: ignore[attr-defined]
    ready, template_id = gallery.BY_KEY.get(key), new_id()
    if ready is None:
        raise NotFound
    name = asked.name or ready.title

    def act(opener: Answering) -> None:
        ready_template_start.take_over(opener, ready, template_id, name, current.now())

    def answer(tx: Transaction, _: bool) -> Response:
        place = url_for("api_v1.templates.show", template_id=template_id)
        return responses.created(place, answer_of(template_pages.page(tx, template_id)))

    return once_opened(act, answer)
