"""Teams of the organization."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid, NotFound
from tenants.use_cases.people import members, teams
from webapp import current, notices
from webapp.forms import request_values
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("teams", __name__)


@bp.get("/settings/teams")
@member_sessions.required(Permission.READ_PEOPLE)
def index() -> Response:
    return _index()


@bp.post("/settings/teams")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def create() -> Response:
    name = request.form.get("name", "")
    try:
        with current.transaction() as tx:
            team_id = teams.create(tx, name, current.now())
    except Invalid as invalid:
        return _index(422, invalid.errors, name)
    return make_response(redirect(url_for("teams.show", team_id=team_id), 303))


@bp.get("/settings/teams/<uuid:team_id>")
@member_sessions.required(Permission.READ_PEOPLE)
def show(team_id: UUID) -> Response:
    return _page(team_id)


@bp.post("/settings/teams/<uuid:team_id>")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def update(team_id: UUID) -> Response:
    name = request.form.get("name", "")
    try:
        with current.transaction() as tx:
            teams.rename(tx, team_id, name, current.now())
    except Invalid as invalid:
        return _page(team_id, 422, invalid.errors, name)
    return _back(team_id, gettext("Saved."))


@bp.post("/settings/teams/<uuid:team_id>/deletion")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def delete(team_id: UUID) -> Response:
    with current.transaction() as tx:
        teams.delete(tx, team_id, current.now())
    answer = make_response(redirect(url_for("teams.index"), 303))
    return notices.leave(answer, gettext("Team deleted."))


@bp.post("/settings/teams/<uuid:team_id>/members")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def add(team_id: UUID) -> Response:
    person_id = request_values.form_uuid("person_id")
    if person_id is None:
        raise NotFound
    with current.transaction() as tx:
        teams.add(tx, team_id, person_id, current.now())
    return _back(team_id)


@bp.post("/settings/teams/<uuid:team_id>/members/<uuid:person_id>/removal")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def take_out(team_id: UUID, person_id: UUID) -> Response:
    with current.transaction() as tx:
        teams.take_out(tx, team_id, person_id, current.now())
    return _back(team_id)


def _back(team_id: UUID, sentence: str = "") -> Response:
    answer = make_response(redirect(url_for("teams.show", team_id=team_id), 303))
    return notices.leave(answer, sentence) if sentence else answer


def _index(status: int = 200, errors: dict[str, str] | None = None, name: str = "") -> Response:
    with current.transaction() as tx:
        known = teams.teams(tx)
    return render(
        "people/teams/index.html",
        status=status,
        teams=known,
        may_manage=current.member().may(Permission.MANAGE_PEOPLE),
        errors=errors or {},
        name=name,
    )


def _page(
    team_id: UUID, status: int = 200, errors: dict[str, str] | None = None, name: str | None = None
) -> Response:
    with current.transaction() as tx:
        team = teams.find(tx, team_id)
        inside = set(teams.people(tx, team_id))
        everybody = members.members(tx)
    return render(
        "people/teams/show.html",
        status=status,
        team=team,
        name=team.name if name is None else name,
        people=[p for p in everybody if p.person_id in inside],
        others=[p for p in everybody if p.person_id not in inside],
        may_manage=current.member().may(Permission.MANAGE_PEOPLE),
        errors=errors or {},
    )
