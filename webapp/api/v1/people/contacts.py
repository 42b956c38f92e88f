"""Contacts of the key's member: those they have alone, with a team, and with everyone."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.people.contact import Contact
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.people import contacts
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.people.contact_models import (
    ChangedContact,
    ContactAnswer,
    ContactListAnswer,
    ContactQuery,
    NewContact,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once

bp = Blueprint("contacts", __name__, url_prefix="/contacts")


@bp.get("")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(ContactAnswer, base=ContactQuery),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=ContactListAnswer),
    operation_id="list_contacts",
)
def index() -> Response:
    """List and search contacts"""
    asked: ContactQuery = request.context.query  # type: ignore[attr-defined]
    (after,) = cursors.read(asked.cursor, str) or ("",)
    with current.transaction() as tx:
        found = contacts.listed(tx, asked.search, asked.scope or "", after, asked.limit)
    following = cursors.written(found.next) if found.next else None
    people = [_answer(contact) for contact in found.contacts]
    return responses.page(ContactListAnswer, people, following)


@bp.get("/<uuid:contact_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(ContactAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=ContactAnswer),
    operation_id="get_contact",
)
def show(contact_id: UUID) -> Response:
    """See a contact"""
    with current.transaction() as tx:
        found = contacts.seen(tx, contact_id)
    return responses.shown(_answer(found))


@bp.post("")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewContact,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_201=ContactAnswer),
    operation_id="create_contact",
)
def create() -> Response:
    """Create a contact, or update the one with this address"""
    asked: NewContact = request.context.json  # type: ignore[attr-defined]
    typed = Contact(*(new_id(), asked.name, asked.email, asked.company, asked.scope, asked.team_id))

    def effect(tx: Transaction) -> Response:
        kept = contacts.add(tx, typed)
        place = url_for("api_v1.contacts.show", contact_id=kept.id)
        return responses.created(place, _answer(kept))

    return once(effect)


@bp.patch("/<uuid:contact_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=ChangedContact,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=ContactAnswer),
    operation_id="change_contact",
)
def change(contact_id: UUID) -> Response:
    """Change a contact"""
    asked: ChangedContact = request.context.json  # type: ignore[attr-defined]
    given = asked.model_dump(exclude_none=True)
    if asked.scope is not None:
        given["team_id"] = asked.team_id

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, contact_id, lambda: _answer(contacts.seen(tx, contact_id)))
        contacts.change(tx, replace(contacts.get(tx, contact_id), **given))
        return responses.shown(_answer(contacts.seen(tx, contact_id)))

    return once(effect)


@bp.delete("/<uuid:contact_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="delete_contact",
)
def delete(contact_id: UUID) -> Response:
    """
    Delete a contact

    For 30 days it can be restored.
    """

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, contact_id, lambda: _answer(contacts.seen(tx, contact_id)))
        contacts.delete(tx, contact_id)
        return responses.deleted()

    return once(effect)


@bp.post("/<uuid:contact_id>/restore")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_200=ContactAnswer),
    operation_id="restore_contact",
)
def restore(contact_id: UUID) -> Response:
    """Restore a contact that was deleted"""

    def effect(tx: Transaction) -> Response:
        contacts.restore(tx, contact_id)
        return responses.shown(_answer(contacts.seen(tx, contact_id)))

    return once(effect)


def _answer(contact: Contact) -> ContactAnswer:
    return ContactAnswer(
        id=contact.id,
        name=contact.name,
        email=contact.email,
        company=contact.company,
        scope=contact.scope,
        team_id=contact.team_id,
    )
