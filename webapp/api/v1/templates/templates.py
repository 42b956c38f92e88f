"""Templates: a program finds them, makes one of an envelope, and starts envelopes from them."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.drafts.copying import Filling
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.documents import merge_values
from tenants.use_cases.envelopes import envelope_creation, sending
from tenants.use_cases.people import group_choice
from tenants.use_cases.templates import (
    publishing,
    template_creation,
    template_pages,
    templates,
    using,
)
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes import envelope_responses, new_envelope
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import Answering, once, once_opened
from webapp.api.v1.templates import new_template
from webapp.api.v1.templates.template_answers import answer_of as template_answer_of
from webapp.api.v1.templates.template_answers import summary_of
from webapp.api.v1.templates.template_models import (
    NewEnvelopeFromTemplate,
    NewTemplate,
    TemplateAnswer,
    TemplateForm,
    TemplateListAnswer,
    TemplateQuery,
    TemplateSummaryAnswer,
)
from webapp.text.translation import gettext

bp = Blueprint("templates", __name__, url_prefix="/templates")


@bp.get("")
@authentication.required(Scope.TEMPLATES, Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(TemplateSummaryAnswer, base=TemplateQuery),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=TemplateListAnswer),
    operation_id="list_templates",
)
def index() -> Response:
    """
    List templates

    All that the key's member may see, archived ones too, page by page.
    """
    asked: TemplateQuery = request.context.query  # type: ignore[attr-defined]
    (after,) = cursors.read(asked.cursor, UUID) or (None,)
    with current.transaction() as tx:
        rows, following = template_pages.each(tx, asked.wanted, after, asked.limit)
    cursor = cursors.written(str(following)) if following else None
    return responses.page(TemplateListAnswer, [summary_of(row) for row in rows], cursor)


@bp.get("/<uuid:template_id>")
@authentication.required(Scope.TEMPLATES, Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(TemplateAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_200=TemplateAnswer),
    operation_id="get_template",
)
def show(template_id: UUID) -> Response:
    """
    See a template

    Its roles, and the fields that can be given a value by their name.
    """
    with current.transaction() as tx:
        found = template_pages.page(tx, template_id)
    return responses.shown(template_answer_of(found))


@bp.post("")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    json=NewTemplate,
    form=TemplateForm,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_201=TemplateAnswer),
    operation_id="create_template",
)
def create() -> Response:
    """
    Create a template, of an envelope or whole

    Whole with its documents, roles and fields, as an envelope is made; or from an envelope.
    """
    asked = new_template.parsed()
    if asked.envelope_id is None:
        return once_opened(lambda opener: _make_whole(opener, asked), _made)
    template_id, envelope_id = new_id(), asked.envelope_id

    def effect(tx: Transaction) -> Response:
        templates.create_from(tx, envelope_id, template_id, gettext, current.now())
        if asked.publish:
            publishing.publish(tx, template_id, current.now())
        return _made(tx, template_id)

    return once(effect)


def _make_whole(opener: Answering, asked: NewTemplate) -> None:
    files = list(new_envelope.all_fetched(asked, new_envelope.all_uploaded(asked)))
    with opener.transaction() as tx:
        envelope_creation.announce(tx, files, current.now())
    envelope_creation.store(opener.organization, files)
    whole = new_template.whole(asked, files)
    opener.commit(lambda tx: template_creation.create(tx, whole, asked.description, current.now()))


def _made(tx: Transaction, template_id: UUID) -> Response:
    place = url_for("api_v1.templates.show", template_id=template_id)
    return responses.created(place, template_answer_of(template_pages.page(tx, template_id)))


@bp.post("/<uuid:template_id>/envelopes")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewEnvelopeFromTemplate,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_201=EnvelopeAnswer),
    operation_id="create_envelope_from_template",
)
def use(template_id: UUID) -> Response:
    """
    Start an envelope from a template, and send it

    It is sent at once, if “status” is “sent”: its pages are there already. Where documents are
    filled in with “merge_values”, it is sent as soon as they are made, as after an upload.
    """
    asked: NewEnvelopeFromTemplate = request.context.json  # type: ignore[attr-defined]
    merged = {name: merge_values.typed(value) for name, value in asked.merge_values.items()}
    sends = asked.status == "sent"

    def make(tx: Transaction) -> Response:
        ids, envelope_id, now = [template_id, *asked.also], new_id(), current.now()
        people = {
            p.role: RolePerson(p.name, p.email, group_choice.find(tx, p.signing_group_id))
            for p in asked.roles
        }
        filling = Filling(people, asked.values, merged)
        act = using.send if sends else using.use
        made = act(tx, ids, envelope_id, filling, now, asked.name or "", asked.message or "")
        return envelope_responses.created(tx, made)

    return once(make, (lambda: sending.count(current.organization())) if sends else None)
