"""Signing groups of the organization: people of whom any one may sign for all."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.people.signing_group import GroupMember
from core.refusals import Invalid
from tenants.identifiers import new_id
from tenants.use_cases.people import signing_groups
from webapp import current, notices
from webapp.notices import NoticeAction, NoticeKind
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("signing_groups", __name__)
NOTHING: Mapping[str, str] = {}


@bp.get("/settings/signing-groups")
@member_sessions.required(Permission.SEND_ENVELOPES)
def index() -> Response:
    return _index()


@bp.post("/settings/signing-groups")
@member_sessions.required(Permission.MANAGE_SIGNING_GROUPS)
def create() -> Response:
    name, group_id = request.form.get("name", ""), new_id()
    try:
        with current.transaction() as tx:
            signing_groups.create(tx, group_id, name, (), current.now())
    except Invalid as invalid:
        return _index(422, invalid.errors, name)
    return make_response(redirect(url_for("signing_groups.show", group_id=group_id), 303))


@bp.get("/settings/signing-groups/<uuid:group_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def show(group_id: UUID) -> Response:
    return _page(group_id)


@bp.post("/settings/signing-groups/<uuid:group_id>")
@member_sessions.required(Permission.MANAGE_SIGNING_GROUPS)
def update(group_id: UUID) -> Response:
    name = request.form.get("name", "")
    try:
        with current.transaction() as tx:
            signing_groups.change(tx, group_id, name, None, current.now())
    except Invalid as invalid:
        return _page(group_id, 422, invalid.errors, {"name": name})
    return _back(group_id, gettext("Saved."))


@bp.post("/settings/signing-groups/<uuid:group_id>/deletion")
@member_sessions.required(Permission.MANAGE_SIGNING_GROUPS)
def delete(group_id: UUID) -> Response:
    with current.transaction() as tx:
        signing_groups.delete(tx, group_id, current.now())
    answer = make_response(redirect(url_for("signing_groups.index"), 303))
    place = url_for("signing_groups.restore", group_id=group_id)
    undo = NoticeAction(gettext("Undo"), place)
    return notices.leave(answer, gettext("Signing group deleted."), action=undo)


@bp.post("/settings/signing-groups/<uuid:group_id>/restoration")
@member_sessions.required(Permission.MANAGE_SIGNING_GROUPS)
def restore(group_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            signing_groups.restore(tx, group_id, current.now())
    except Invalid as invalid:
        answer = make_response(redirect(url_for("signing_groups.index"), 303))
        return notices.leave(answer, gettext(invalid.errors["name"]), NoticeKind.PROBLEM)
    return _back(group_id, gettext("Undone."))


@bp.post("/settings/signing-groups/<uuid:group_id>/members")
@member_sessions.required(Permission.MANAGE_SIGNING_GROUPS)
def add(group_id: UUID) -> Response:
    form = request.form
    typed = GroupMember(uuid4(), form.get("member_name", ""), form.get("email", ""))
    try:
        with current.transaction() as tx:
            signing_groups.add(tx, group_id, typed, current.now())
    except Invalid as invalid:
        return _page(group_id, 422, invalid.errors, form)
    return _back(group_id)


@bp.post("/settings/signing-groups/<uuid:group_id>/members/<uuid:member_id>/removal")
@member_sessions.required(Permission.MANAGE_SIGNING_GROUPS)
def take_out(group_id: UUID, member_id: UUID) -> Response:
    with current.transaction() as tx:
        gone = signing_groups.take_out(tx, group_id, member_id, current.now())
    if gone is None:
        return _back(group_id)
    again = {"member_name": gone.name, "email": gone.email}
    undo = NoticeAction(gettext("Undo"), url_for("signing_groups.add", group_id=group_id), again)
    return _back(group_id, gettext("%(name)s removed.", name=gone.name), undo)


def _back(group_id: UUID, sentence: str = "", action: NoticeAction | None = None) -> Response:
    answer = make_response(redirect(url_for("signing_groups.show", group_id=group_id), 303))
    return notices.leave(answer, sentence, action=action) if sentence else answer


def _index(status: int = 200, errors: Mapping[str, str] = NOTHING, name: str = "") -> Response:
    with current.transaction() as tx:
        known = signing_groups.groups(tx)
    return render(
        "people/signing_groups/index.html",
        status=status,
        groups=known,
        may_manage=_may_manage(),
        errors=errors,
        name=name,
    )


def _page(
    group_id: UUID,
    status: int = 200,
    errors: Mapping[str, str] = NOTHING,
    typed: Mapping[str, str] = NOTHING,
) -> Response:
    with current.transaction() as tx:
        group = signing_groups.find(tx, group_id)
    return render(
        "people/signing_groups/show.html",
        status=status,
        group=group,
        may_manage=_may_manage(),
        errors=errors,
        typed=typed,
    )


def _may_manage() -> bool:
    return current.member().may(Permission.MANAGE_SIGNING_GROUPS)
