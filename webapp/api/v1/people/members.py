"""Members: a program sees who belongs to the organization, changes roles and removes people."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from tenants.store.people.colleagues import Colleague
from tenants.transaction import Transaction
from tenants.use_cases.people import leaving, members
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.people.member_models import (
    ChangedMember,
    MemberAnswer,
    MemberDetails,
    MemberListAnswer,
    MemberQuery,
    RemovalQuery,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once

bp = Blueprint("members", __name__, url_prefix="/members")


@bp.get("")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    query=reading(MemberAnswer, base=MemberQuery),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=MemberListAnswer),
    operation_id="list_members",
)
def index() -> Response:
    """List members"""
    asked: MemberQuery = request.context.query  # type: ignore[attr-defined]
    (after,) = cursors.read(asked.cursor, str) or ("",)
    with current.transaction() as tx:
        found = members.listed(tx, asked.search, after, asked.limit)
    following = cursors.written(found.next) if found.next else None
    people = [_listed(person) for person in found.people]
    return responses.page(MemberListAnswer, people, following)


@bp.get("/<uuid:member_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    query=reading(MemberDetails),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=MemberDetails),
    operation_id="get_member",
)
def show(member_id: UUID) -> Response:
    """See a member"""
    with current.transaction() as tx:
        return responses.shown(_details(tx, member_id))


@bp.patch("/<uuid:member_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    json=ChangedMember,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=MemberDetails),
    operation_id="change_member",
)
def change(member_id: UUID) -> Response:
    """
    Change the role of a member

    It counts at once. The role of an owner is changed by a person alone, and no program makes one.
    """
    asked: ChangedMember = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, member_id, lambda: _details(tx, member_id))
        if asked.role is not None:
            members.change_role(tx, member_id, asked.role, current.now())
        return responses.shown(_details(tx, member_id))

    return once(effect)


@bp.delete("/<uuid:member_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    query=RemovalQuery,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="remove_member",
)
def remove(member_id: UUID) -> Response:
    """
    Remove a member

    They are signed out, and their keys stop working. What they own becomes the heir's; contacts of
    theirs alone are deleted. An owner is removed by a person alone.
    """
    asked: RemovalQuery = request.context.query  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, member_id, lambda: _details(tx, member_id))
        leaving.remove(tx, member_id, asked.heir_id, current.now())
        return responses.deleted()

    return once(effect)


def _details(tx: Transaction, member_id: UUID) -> MemberDetails:
    """Raises NotFound."""
    person = members.colleague(tx, member_id)
    return MemberDetails(
        **_listed(person).model_dump(),
        second_factor=members.has_second_factor(tx, member_id),
        owned_envelopes=members.owned(tx, member_id),
    )


def _listed(person: Colleague) -> MemberAnswer:
    return MemberAnswer(
        id=person.person_id,
        name=person.name,
        email=person.email,
        role=person.role,
        joined_at=person.joined_at,
        seen_at=person.seen_at,
        teams=list(person.teams),
    )
