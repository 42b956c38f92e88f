"""Templates: a program finds them, makes one of an envelope, and starts envelopes from them."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from pydantic import BaseModel

from core.api.scope import Scope
from core.envelopes.drafts import draft_values
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.drafts.copying import Filling
from core.envelopes.envelope import Envelope
from core.fields.field_name import NAME
from tenants.identifiers import new_id
from tenants.store.templates.template_lists import TemplateFilter, TemplateSummary
from tenants.transaction import Transaction
from tenants.use_cases.api import idempotency
from tenants.use_cases.documents import merge_values
from tenants.use_cases.envelopes import requested_sending, sending
from tenants.use_cases.people import group_choice
from tenants.use_cases.templates import publishing, template_pages, templates, using
from tenants.use_cases.templates.template_pages import TemplatePage
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes import envelopes
from webapp.api.v1.envelopes.envelope_answers import answer_of
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.idempotency_header import IdempotencyHeader, repeatable
from webapp.api.v1.template_models import (
    NewEnvelopeFromTemplate,
    NewTemplate,
    TemplateAnswer,
    TemplateField,
    TemplateListAnswer,
    TemplateQuery,
    TemplateRole,
    TemplateSummaryAnswer,
)
from webapp.text.translation import gettext

bp = Blueprint("templates", __name__, url_prefix="/templates")


@bp.get("")
@authentication.required(Scope.TEMPLATES, Scope.ENVELOPES_READ)
@documentation.validate(
    query=TemplateQuery,
    resp=answers(400, 401, 403, 422, 429, HTTP_200=TemplateListAnswer),
    operation_id="list_templates",
)
def index() -> Response:
    """
    List templates

    All that the key's member may see, archived ones too, page by page.
    """
    asked: TemplateQuery = request.context.query  # type: ignore[attr-defined]
    with current.transaction() as tx:
        rows, following = template_pages.each(tx, TemplateFilter(search=asked.search), asked.after)
    found = TemplateListAnswer(templates=[_summary(row) for row in rows], next=following)
    return responses.shown(found)


@bp.get("/<uuid:template_id>")
@authentication.required(Scope.TEMPLATES, Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=TemplateAnswer), operation_id="get_template"
)
def show(template_id: UUID) -> Response:
    """
    See a template

    Its roles, and the fields that can be given a value by their name.
    """
    with current.transaction() as tx:
        found = template_pages.page(tx, template_id)
    return responses.shown(_answer(found))


@bp.post("")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    json=NewTemplate,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_201=TemplateAnswer),
    operation_id="create_template",
)
def create() -> Response:
    """Create a template from an envelope"""
    asked: NewTemplate = request.context.json  # type: ignore[attr-defined]

    def make(tx: Transaction) -> tuple[UUID, BaseModel]:
        template_id = new_id()
        templates.create_from(tx, asked.envelope_id, template_id, gettext, current.now())
        if asked.publish:
            publishing.publish(tx, template_id, current.now())
        return template_id, _answer(template_pages.page(tx, template_id))

    return _once(asked, make, _place_of)


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
    if asked.status == "sent":
        sending.count(current.organization())

    def make(tx: Transaction) -> tuple[UUID, BaseModel]:
        ids, envelope_id, now = [template_id, *asked.also], new_id(), current.now()
        people = {
            p.role: RolePerson(p.name, p.email, group_choice.find(tx, p.signing_group_id))
            for p in asked.roles
        }
        filling = Filling(people, asked.values, merged)
        made = using.use(tx, ids, envelope_id, filling, now, asked.name or "", asked.message or "")
        if asked.status == "sent":
            made = requested_sending.request(tx, envelope_id, now)
        return envelope_id, answer_of(made)

    return _once(asked, make, envelopes.place_of)


def _once(
    asked: BaseModel,
    make: Callable[[Transaction], tuple[UUID, BaseModel]],
    place: Callable[[UUID], str],
) -> Response:
    """A request that is sent again with its key gets the first answer, and makes nothing."""
    once = repeatable(asked.model_dump_json())
    with current.transaction() as tx:
        if once and (made := idempotency.claim(tx, once, current.now())):
            return envelopes.answered_again(tx, made, place)
        id, answer = make(tx)
        body = answer.model_dump_json().encode()
        if once:
            idempotency.keep(tx, once, id, body)
    return responses.created(place(id), body)


def _place_of(template_id: UUID) -> str:
    return url_for("api_v1.templates.show", template_id=template_id)


def _summary(row: TemplateSummary) -> TemplateSummaryAnswer:
    return TemplateSummaryAnswer(
        id=row.id,
        name=row.name,
        description=row.description,
        version=row.version,
        roles=list(row.roles),
        archived=row.archived_at is not None,
        used=row.used,
        last_used_at=row.last_used,
    )


def _answer(found: TemplatePage) -> TemplateAnswer:
    shown = found.shown
    return TemplateAnswer(
        id=found.template.id,
        name=shown.name,
        description=found.template.description,
        version=found.template.version,
        archived=found.template.archived_at is not None,
        message=shown.message,
        roles=[
            TemplateRole(
                name=r.role_name,
                role=r.role.name,
                order=r.routing_order,
                default_name=r.name,
                default_email=r.email,
            )
            for r in shown.recipients
        ],
        fields=_fields(shown),
        documents=[d.name for d in shown.documents],
        merge_fields=list(draft_values.names(shown.documents)),
    )


def _fields(shown: Envelope) -> list[TemplateField]:
    names = {r.id: r.role_name or r.name for r in shown.recipients}
    return [
        TemplateField(
            name=NAME.of(f.properties),
            kind=f.kind.name,
            label=f.label,
            role=[names[id] for id in f.recipient_ids],
        )
        for f in shown.fields
        if NAME.of(f.properties)
    ]
