"""Templates: a program finds them, makes one of an envelope, and starts envelopes from them."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.envelopes.drafts import draft_values
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.drafts.copying import Filling
from core.envelopes.envelope import Envelope
from core.fields.field_name import NAME
from tenants.identifiers import new_id
from tenants.store.templates.template_lists import TemplateFilter, TemplateSummary
from tenants.transaction import Transaction
from tenants.use_cases.documents import merge_values
from tenants.use_cases.envelopes import requested_sending, sending
from tenants.use_cases.people import group_choice
from tenants.use_cases.templates import publishing, template_pages, templates, using
from tenants.use_cases.templates.template_pages import TemplatePage
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes import envelope_responses
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once
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
        wanted = TemplateFilter(search=asked.search)
        rows, following = template_pages.each(tx, wanted, after, asked.limit)
    cursor = cursors.written(str(following)) if following else None
    return responses.page(TemplateListAnswer, [_summary(row) for row in rows], cursor)


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

    def make(tx: Transaction) -> Response:
        template_id = new_id()
        templates.create_from(tx, asked.envelope_id, template_id, gettext, current.now())
        if asked.publish:
            publishing.publish(tx, template_id, current.now())
        answer = _answer(template_pages.page(tx, template_id))
        return responses.created(_place_of(template_id), answer)

    return once(make)


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
        made = using.use(tx, ids, envelope_id, filling, now, asked.name or "", asked.message or "")
        if sends:
            made = requested_sending.request(tx, envelope_id, now)
        return envelope_responses.created(tx, made)

    return once(make, (lambda: sending.count(current.organization())) if sends else None)


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
