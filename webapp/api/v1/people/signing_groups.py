"""Signing groups: a program keeps them as its own directory of people has them."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.people.signing_group import GroupMember, SigningGroup
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.people import signing_groups
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.people.signing_group_models import (
    ChangedSigningGroup,
    GroupMemberAnswer,
    NewGroupMember,
    NewSigningGroup,
    SigningGroupAnswer,
    SigningGroupListAnswer,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once

bp = Blueprint("signing_groups", __name__, url_prefix="/signing-groups")


@bp.get("")
@authentication.required(Scope.ENVELOPES_READ, Scope.MEMBERS)
@documentation.validate(
    query=reading(SigningGroupAnswer),
    resp=answers(401, 403, 422, 429, HTTP_200=SigningGroupListAnswer),
    operation_id="list_signing_groups",
)
def index() -> Response:
    """List signing groups"""
    with current.transaction() as tx:
        found = signing_groups.groups(tx)
    return responses.page(SigningGroupListAnswer, [_answer(g) for g in found], None)


@bp.get("/<uuid:group_id>")
@authentication.required(Scope.ENVELOPES_READ, Scope.MEMBERS)
@documentation.validate(
    query=reading(SigningGroupAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_200=SigningGroupAnswer),
    operation_id="get_signing_group",
)
def show(group_id: UUID) -> Response:
    """See a signing group"""
    with current.transaction() as tx:
        found = signing_groups.find(tx, group_id)
    return responses.shown(_answer(found))


@bp.post("")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    json=NewSigningGroup,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 413, 415, 422, 429, HTTP_201=SigningGroupAnswer),
    operation_id="create_signing_group",
)
def create() -> Response:
    """
    Create a signing group

    Names differ: the same request again is refused, and makes no second group.
    """
    asked: NewSigningGroup = request.context.json  # type: ignore[attr-defined]
    people, now = _people(asked.members), current.now()

    def make(tx: Transaction) -> Response:
        group = signing_groups.create(tx, new_id(), asked.name, people, now)
        place = url_for("api_v1.signing_groups.show", group_id=group.id)
        return responses.created(place, _answer(group))

    return once(make)


@bp.patch("/<uuid:group_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    json=ChangedSigningGroup,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=SigningGroupAnswer),
    operation_id="change_signing_group",
)
def change(group_id: UUID) -> Response:
    """
    Change a signing group

    Its name, its members, or both. Envelopes that have it already keep its people.
    """
    asked: ChangedSigningGroup = request.context.json  # type: ignore[attr-defined]
    people = None if asked.members is None else _people(asked.members)

    def act(tx: Transaction) -> Response:
        responses.check_match(tx, group_id, lambda: _answer(signing_groups.find(tx, group_id)))
        group = signing_groups.change(tx, group_id, asked.name, people, current.now())
        return responses.shown(_answer(group))

    return once(act)


@bp.delete("/<uuid:group_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="delete_signing_group",
)
def delete(group_id: UUID) -> Response:
    """Delete a signing group"""

    def act(tx: Transaction) -> Response:
        responses.check_match(tx, group_id, lambda: _answer(signing_groups.find(tx, group_id)))
        signing_groups.delete(tx, group_id, current.now())
        return responses.deleted()

    return once(act)


def _people(asked: Sequence[NewGroupMember]) -> list[GroupMember]:
    return [GroupMember(new_id(), member.name, member.email) for member in asked]


def _answer(group: SigningGroup) -> SigningGroupAnswer:
    return SigningGroupAnswer(
        id=group.id,
        name=group.name,
        members=[GroupMemberAnswer(id=m.id, name=m.name, email=m.email) for m in group.members],
    )
