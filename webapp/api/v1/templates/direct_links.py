"""The direct link of a template: made, changed, closed, given another address."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.refusals import InvalidRequest
from core.api.scope import Scope
from core.refusals import Invalid, NotFound
from core.templates.direct_link import DirectLink, Question
from tenants.transaction import Transaction
from tenants.use_cases.templates import direct_link_settings
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation, pointer
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once
from webapp.api.v1.templates.direct_link_models import (
    DirectLinkAnswer,
    LinkQuestion,
    NewDirectLink,
)
from webapp.text.translation import translated

bp = Blueprint("template_links", __name__, url_prefix="/templates/<uuid:template_id>/direct-link")
NAMES = {"role_name": "role", "label": "label", "options": "options"}


@bp.get("")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    query=reading(DirectLinkAnswer),
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_200=DirectLinkAnswer),
    operation_id="get_direct_link",
)
def show(template_id: UUID) -> Response:
    """See the direct link of a template"""
    with current.transaction() as tx:
        return responses.shown(_answer(tx, template_id))


@bp.put("")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    json=NewDirectLink,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=DirectLinkAnswer),
    operation_id="set_direct_link",
)
def update(template_id: UUID) -> Response:
    """
    Make or change the direct link of a template

    Its address stays, and so does the count of its uses.
    """
    asked: NewDirectLink = request.context.json  # type: ignore[attr-defined]
    wanted = _wanted(template_id, asked)

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, template_id, lambda: _answer(tx, template_id))
        try:
            direct_link_settings.change(tx, wanted, current.now())
        except Invalid as invalid:
            raise InvalidRequest(list(_errors(invalid))) from None
        return responses.shown(_answer(tx, template_id))

    return once(effect)


@bp.post("/renew")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_200=DirectLinkAnswer),
    operation_id="renew_direct_link",
)
def renew(template_id: UUID) -> Response:
    """Give the direct link another address; the old one stops working"""

    def effect(tx: Transaction) -> Response:
        direct_link_settings.renew(tx, template_id, current.now())
        return responses.shown(_answer(tx, template_id))

    return once(effect)


def _wanted(template_id: UUID, asked: NewDirectLink) -> DirectLink:
    """Its id is none yet."""
    questions = (
        Question(q.label, q.kind, tuple(q.options), q.required, q.field) for q in asked.questions
    )
    return DirectLink(
        UUID(int=0),
        template_id,
        asked.role,
        tuple(questions),
        asked.active,
        asked.max_uses,
        0,
        asked.expires_at,
        asked.immediate,
    )


def _errors(invalid: Invalid) -> Iterator[dict[str, str]]:
    """`label-N` and `options-N` are those of a question."""
    for name, why in invalid.errors.items():
        part, _, number = name.partition("-")
        path = ("questions", number, part) if number else (NAMES.get(part, part),)
        yield {"pointer": pointer(path), "code": invalid.code, "detail": translated(why)}


def _answer(tx: Transaction, template_id: UUID) -> DirectLinkAnswer:
    """Raises NotFound, also where there is none yet."""
    found = direct_link_settings.view(tx, template_id)
    link = found.link
    if link is None:
        raise NotFound
    return DirectLinkAnswer(
        role=link.role_name,
        questions=[
            LinkQuestion(
                label=q.label,
                kind=q.kind,
                options=list(q.options),
                required=q.required,
                field=q.field,
            )
            for q in link.questions
        ],
        active=link.active,
        max_uses=link.max_uses,
        uses=link.uses,
        expires_at=link.expires_at,
        immediate=link.immediate,
        url=tx.signing_address + url_for("direct_links.new", token=found.token),
    )
