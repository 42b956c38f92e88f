"""Teams: a program keeps them as its own directory of people has them."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from tenants.transaction import Transaction
from tenants.use_cases.people import teams
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.people.team_models import (
    ChangedTeam,
    NewTeam,
    TeamAnswer,
    TeamListAnswer,
    TeamSummaryAnswer,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once

bp = Blueprint("teams", __name__, url_prefix="/teams")


@bp.get("")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    query=reading(TeamSummaryAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=TeamListAnswer),
    operation_id="list_teams",
)
def index() -> Response:
    """List teams"""
    with current.transaction() as tx:
        found = teams.teams(tx)
    listed = [TeamSummaryAnswer(id=t.id, name=t.name, members=t.members) for t in found]
    return responses.page(TeamListAnswer, listed, None)


@bp.get("/<uuid:team_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    query=reading(TeamAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=TeamAnswer),
    operation_id="get_team",
)
def show(team_id: UUID) -> Response:
    """See a team"""
    with current.transaction() as tx:
        return responses.shown(_answer(tx, team_id))


@bp.post("")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    json=NewTeam,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_201=TeamAnswer),
    operation_id="create_team",
)
def create() -> Response:
    """Create a team"""
    asked: NewTeam = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        team_id = teams.create(tx, asked.name, current.now())
        teams.fill(tx, team_id, asked.member_ids, current.now())
        place = url_for("api_v1.teams.show", team_id=team_id)
        return responses.created(place, _answer(tx, team_id))

    return once(effect)


@bp.patch("/<uuid:team_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    json=ChangedTeam,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=TeamAnswer),
    operation_id="change_team",
)
def change(team_id: UUID) -> Response:
    """Change the name of a team, who is in it, or both"""
    asked: ChangedTeam = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, team_id, lambda: _answer(tx, team_id))
        if asked.name is not None:
            teams.rename(tx, team_id, asked.name, current.now())
        if asked.member_ids is not None:
            teams.fill(tx, team_id, asked.member_ids, current.now())
        return responses.shown(_answer(tx, team_id))

    return once(effect)


@bp.put("/<uuid:team_id>/members/<uuid:member_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_200=TeamAnswer),
    operation_id="add_team_member",
)
def add(team_id: UUID, member_id: UUID) -> Response:
    """Add a member to a team"""

    def effect(tx: Transaction) -> Response:
        teams.add(tx, team_id, member_id, current.now())
        return responses.shown(_answer(tx, team_id))

    return once(effect)


@bp.delete("/<uuid:team_id>/members/<uuid:member_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_200=TeamAnswer),
    operation_id="remove_team_member",
)
def take_out(team_id: UUID, member_id: UUID) -> Response:
    """Take a member out of a team"""

    def effect(tx: Transaction) -> Response:
        teams.take_out(tx, team_id, member_id, current.now())
        return responses.shown(_answer(tx, team_id))

    return once(effect)


@bp.delete("/<uuid:team_id>")
@authentication.required(Scope.MEMBERS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="delete_team",
)
def delete(team_id: UUID) -> Response:
    """
    Delete a team

    What was shown to it is its owners' alone from then on.
    """

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, team_id, lambda: _answer(tx, team_id))
        teams.delete(tx, team_id, current.now())
        return responses.deleted()

    return once(effect)


def _answer(tx: Transaction, team_id: UUID) -> TeamAnswer:
    """Raises NotFound."""
    team = teams.find(tx, team_id)
    return TeamAnswer(id=team.id, name=team.name, member_ids=sorted(teams.people(tx, team_id)))
