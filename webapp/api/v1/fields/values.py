"""What was filled in, by field and by name; and what a sender fills in beforehand."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.envelopes.envelope import Envelope
from core.fields.field import Field
from core.fields.field_name import NAME
from core.signing import attaching, form_data
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.drafts import sender_values
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.fields.value_models import FieldValueAnswer, FieldValueListAnswer, SenderValues
from webapp.api.v1.repeatable import once

bp = Blueprint("field_values", __name__, url_prefix="/envelopes/<uuid:envelope_id>/values")


@bp.get("")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=FieldValueListAnswer), operation_id="list_values"
)
def index(envelope_id: UUID) -> Response:
    """
    Read what was filled in

    Of recipients who have finished, and of the sender. What others have typed so far is theirs.
    """
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    return responses.shown(_values(envelope))


@bp.patch("")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=SenderValues,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_200=FieldValueListAnswer),
    operation_id="fill_in_values",
)
def fill_in(envelope_id: UUID) -> Response:
    """
    Fill in fields of a draft

    A field of recipients has the value when they come to it; one of the sender keeps it. Fields
    that are not named stay as they are.
    """
    asked: SenderValues = request.context.json  # type: ignore[attr-defined]
    return once(
        lambda tx: responses.shown(
            _values(sender_values.fill_in(tx, envelope_id, asked.values, current.now()))
        )
    )


def _values(envelope: Envelope) -> FieldValueListAnswer:
    standing = {f.id: f for f in form_data.standing(envelope)}
    items = [_answer(standing.get(field.id), field) for field in envelope.fields]
    named = {item.name: item.value for item in items if item.name and item.value is not None}
    return FieldValueListAnswer(items=items, next_cursor=None, values=named)


def _answer(standing: Field | None, field: Field) -> FieldValueAnswer:
    found = standing or field
    filled = standing.value if standing else ""
    return FieldValueAnswer(
        field_id=field.id,
        name=NAME.of(field.properties),
        label=field.label,
        kind=field.kind.name,
        document_id=field.document_id,
        page=field.page,
        recipient_ids=list(field.recipient_ids),
        filled_by=found.filled_by if standing else None,
        value=_text(found, filled),
        signed=bool(filled) and field.kind.is_adopted,
    )


def _text(field: Field, value: str) -> str | None:
    if not value or field.kind.is_adopted:
        return None
    file = attaching.file_in(field) if field.kind.is_uploaded else None
    return file.name if file else value
