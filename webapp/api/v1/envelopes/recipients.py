"""The recipients of an envelope: seen at any time, added, changed and removed in a draft."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.envelopes import recipient_options
from core.envelopes.correction import ChangedRecipient, EnvelopeCorrection
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles import registry as roles
from core.signing.proofs import registry as proofs
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import correcting, reading, sending
from tenants.use_cases.envelopes.drafts import draft_recipients
from tenants.use_cases.people import group_choice
from tenants.use_cases.signing.recipient_choices import TypedSecrets
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes.envelope_answers import recipient_answer
from webapp.api.v1.envelopes.recipient_models import (
    AskedQuestion,
    ChangedDraftRecipient,
    NewDraftRecipient,
    NewOrders,
    OneRecipientAnswer,
    RecipientAnswer,
    RecipientListAnswer,
)
from webapp.api.v1.repeatable import once
from webapp.text.translation import gettext

bp = Blueprint("recipients", __name__, url_prefix="/envelopes/<uuid:envelope_id>/recipients")


@bp.get("")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=RecipientListAnswer), operation_id="list_recipients"
)
def index(envelope_id: UUID) -> Response:
    """List the recipients of an envelope"""
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    return _listed(envelope)


@bp.get("/<uuid:recipient_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=OneRecipientAnswer), operation_id="get_recipient"
)
def show(envelope_id: UUID, recipient_id: UUID) -> Response:
    """
    See a recipient

    How far they have come, and how they proved who they are.
    """
    with current.transaction() as tx:
        envelope, trail = reading.told(tx, envelope_id)
    answer = recipient_answer(envelope, envelope.recipient(recipient_id))
    proven = [gettext(text) for text in proofs.stated(trail.entries, recipient_id)]
    return responses.shown(OneRecipientAnswer(**dict(answer), proven=proven))


@bp.post("")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewDraftRecipient,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_201=RecipientAnswer),
    operation_id="add_recipient",
)
def create(envelope_id: UUID) -> Response:
    """
    Add a recipient to a draft

    A signing group is added with all its people, as the step after all others; the answer is the
    first of them. To a sent envelope recipients are added by its corrections.
    """
    asked: NewDraftRecipient = request.context.json  # type: ignore[attr-defined]
    person = Recipient(
        *(new_id(), asked.name, asked.email, roles.named(asked.role), asked.order),
        role_name=asked.role_name or "",
        options=recipient_options.read(asked.options.model_dump()),
    )
    secrets, now = TypedSecrets(asked.access_code, _typed(asked.questions)), current.now()

    def act(tx: Transaction) -> Response:
        if asked.signing_group_id:
            args = (envelope_id, asked.signing_group_id, asked.role)
            envelope = group_choice.add(tx, *args, now)
            added = next(
                r
                for r in envelope.recipients
                if r.options.group_id == str(asked.signing_group_id) and r.role.name == asked.role
            )
        else:
            envelope = draft_recipients.add(tx, envelope_id, person, secrets, now)
            added = envelope.recipient(person.id)
        place = url_for("api_v1.recipients.show", envelope_id=envelope_id, recipient_id=added.id)
        return responses.created(place, recipient_answer(envelope, added))

    return once(act)


@bp.patch("/<uuid:recipient_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=ChangedDraftRecipient,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_200=RecipientAnswer),
    operation_id="change_recipient",
)
def change(envelope_id: UUID, recipient_id: UUID) -> Response:
    """
    Change a recipient

    Of a draft, everything. Of an envelope that was sent, as a correction: name, address, order and
    options of someone who has not finished.
    """
    asked: ChangedDraftRecipient = request.context.json  # type: ignore[attr-defined]
    with current.transaction() as tx:
        is_draft = reading.changeable(tx, envelope_id).status is Status.DRAFT

    def act(tx: Transaction) -> Response:
        was = reading.changeable(tx, envelope_id).recipient(recipient_id)
        envelope = (_change if is_draft else _correct)(tx, envelope_id, was, asked)
        return responses.shown(recipient_answer(envelope, envelope.recipient(recipient_id)))

    return once(act, None if is_draft else lambda: sending.count(current.organization()))


@bp.delete("/<uuid:recipient_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 422, 429, HTTP_204=None), operation_id="remove_recipient"
)
def remove(envelope_id: UUID, recipient_id: UUID) -> Response:
    """
    Remove a recipient

    From a draft, with the fields that are theirs alone. From an envelope that was sent, as a
    correction: they are told that they are not needed.
    """
    now = current.now()

    def act(tx: Transaction) -> Response:
        envelope = reading.changeable(tx, envelope_id)
        envelope.recipient(recipient_id)
        if envelope.status is Status.DRAFT:
            draft_recipients.remove(tx, envelope_id, recipient_id, now)
        else:
            typed = EnvelopeCorrection((), (), frozenset({recipient_id}), None)
            correcting.correct_envelope(tx, envelope_id, typed, now)
        return responses.deleted()

    return once(act)


@bp.put("/orders")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewOrders,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_200=RecipientListAnswer),
    operation_id="reorder_recipients",
)
def reorder(envelope_id: UUID) -> Response:
    """Choose the order in which the recipients of a draft act"""
    asked: NewOrders = request.context.json  # type: ignore[attr-defined]
    orders = {each.recipient_id: each.order for each in asked.orders}
    return once(
        lambda tx: _listed(draft_recipients.reorder(tx, envelope_id, orders, current.now()))
    )


def _change(
    tx: Transaction, envelope_id: UUID, was: Recipient, asked: ChangedDraftRecipient
) -> Envelope:
    person = replace(
        was,
        name=was.name if asked.name is None else asked.name,
        email=was.email if asked.email is None else asked.email,
        role=roles.named(asked.role) if asked.role else was.role,
        role_name=was.role_name if asked.role_name is None else asked.role_name,
        routing_order=asked.order or was.routing_order,
        options=_options(was, asked),
    )
    secrets = TypedSecrets(asked.access_code, _questions(was, asked))
    return draft_recipients.change(tx, envelope_id, person, secrets, current.now())


def _correct(
    tx: Transaction, envelope_id: UUID, was: Recipient, asked: ChangedDraftRecipient
) -> Envelope:
    now, envelope = current.now(), reading.changeable(tx, envelope_id)
    name, email = asked.name or was.name, asked.email or was.email
    person = ChangedRecipient(was.id, name, email, asked.order or was.routing_order)
    if person != ChangedRecipient(was.id, was.name, was.email, was.routing_order):
        typed = EnvelopeCorrection((person,), (), frozenset(), None)
        envelope = correcting.correct_envelope(tx, envelope_id, typed, now)
    if asked.options or asked.access_code or asked.questions is not None:
        options = _options(envelope.recipient(was.id), asked)
        args = (options, now, asked.access_code, _questions(was, asked))
        envelope = correcting.choose_options(tx, envelope_id, was.id, *args)
    return envelope


def _options(was: Recipient, asked: ChangedDraftRecipient) -> RecipientOptions:
    given = asked.options.model_dump(exclude_unset=True) if asked.options else {}
    chosen: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in given.items()}
    return replace(was.options, **chosen)


def _questions(was: Recipient, asked: ChangedDraftRecipient) -> list[tuple[str, str]]:
    """An answer that is not given stays."""
    if asked.questions is None:
        return [(question, "") for question in was.options.questions]
    return _typed(asked.questions)


def _typed(questions: list[AskedQuestion]) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in questions]


def _listed(envelope: Envelope) -> Response:
    items = [recipient_answer(envelope, recipient) for recipient in envelope.recipients]
    return responses.shown(RecipientListAnswer(items=items, next_cursor=None))
