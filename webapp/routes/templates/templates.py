"""Templates: the list, the page of one, its versions, and what is done with it."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import NotFound, Refusal
from core.templates import gallery as ready_templates
from tenants.identifiers import new_id
from tenants.openers import ready_template_start
from tenants.store.templates.template_lists import TemplateFilter
from tenants.use_cases.envelopes.listing import folders
from tenants.use_cases.templates import publishing, template_pages, templates
from webapp import current, notices
from webapp.forms import request_values
from webapp.pages.envelopes import draft_form, saved_draft_page, sharing_section
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("templates", __name__)


@bp.get("/templates")
@member_sessions.required(Permission.READ_ENVELOPES)
def index() -> Response:
    wanted = TemplateFilter(
        search=request.args.get("search", "")[:200],
        folder_id=request_values.uuid_or_none(request.args.get("folder", "")),
        archived=request.args.get("archived") == "yes",
    )
    with current.transaction() as tx:
        found = template_pages.listed(tx, wanted)
    return render(
        "templates/index.html",
        "template_rows",
        found=found,
        wanted=wanted,
        folder=next((f for f in found.folders if f.id == wanted.folder_id), None),
        folders={f.id: f.name for f in found.folders},
        sends=current.member().may(Permission.SEND_ENVELOPES),
        new_id=new_id(),
    )


@bp.post("/templates")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create() -> Response:
    """To the page on which it is prepared."""
    template_id = request_values.form_uuid("template_id") or new_id()
    with current.transaction() as tx:
        templates.create(tx, template_id, "", current.now())
    return _to_editing(template_id)


@bp.get("/templates/gallery")
@member_sessions.required(Permission.SEND_ENVELOPES)
def gallery() -> Response:
    """Ready templates of ours, to start from."""
    return render("templates/gallery.html", ready=ready_templates.ALL, new_id=new_id())


@bp.post("/templates/gallery/<key>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def take_over(key: str) -> Response:
    """To the page on which it is prepared, with its roles and fields."""
    ready = ready_templates.BY_KEY.get(key)
    if ready is None:
        raise NotFound
    template_id = request_values.form_uuid("template_id") or new_id()
    ready_template_start.take_over(current.member(), ready, template_id, ready.title, current.now())
    words = gettext("Added to your templates. Check the text, then publish it.")
    return notices.leave(_to_editing(template_id), words)


@bp.post("/envelopes/<uuid:envelope_id>/template")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create_from(envelope_id: UUID) -> Response:
    """To the page on which it is prepared: who acts has become a role."""
    template_id = request_values.form_uuid("template_id") or new_id()
    with current.transaction() as tx:
        templates.create_from(tx, envelope_id, template_id, gettext, current.now())
    words = gettext("Template created. Check its roles, then publish it.")
    return notices.leave(_to_editing(template_id), words)


@bp.get("/templates/<uuid:template_id>")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(template_id: UUID) -> Response:
    with current.transaction() as tx:
        found = template_pages.page(tx, template_id)
        shelf = folders.folders(tx)
    return render(
        "templates/show.html",
        found=found,
        envelope=found.shown,
        folders=shelf,
        sends=current.member().may(Permission.SEND_ENVELOPES),
        new_id=new_id(),
    )


@bp.post("/templates/<uuid:template_id>/versions")
@member_sessions.required(Permission.SEND_ENVELOPES)
def publish(template_id: UUID) -> Response:
    """What its page shows, all of it and nothing else, is the next version."""
    now, rows = current.now(), draft_form.rows()
    shown = draft_form.shown(rows)
    try:
        sharing_section.apply_choices(template_id)
    except Refusal as refusal:
        return saved_draft_page.refused(draft_form.keep(template_id, rows), rows, refusal)
    with current.transaction() as tx:
        attempt = publishing.publish_as_shown(tx, template_id, shown, draft_form.noting(), now)
    if attempt.refusal:
        return saved_draft_page.refused(attempt.kept, rows, attempt.refusal)
    return _done(template_id, gettext("Published."))


@bp.post("/templates/<uuid:template_id>/versions/<int:number>/restoration")
@member_sessions.required(Permission.SEND_ENVELOPES)
def restore(template_id: UUID, number: int) -> Response:
    """Restores an older version for editing; it is used once it is published again."""
    with current.transaction() as tx:
        publishing.restore(tx, template_id, number, current.now())
    words = gettext("Version %(number)s was restored. Publish it to use it.", number=number)
    return notices.leave(_to_editing(template_id), words)


@bp.post("/templates/<uuid:template_id>/description")
@member_sessions.required(Permission.SEND_ENVELOPES)
def describe(template_id: UUID) -> Response:
    with current.transaction() as tx:
        folder_id = request_values.form_uuid("folder_id")
        description = request.form.get("description", "")
        templates.describe(tx, template_id, description, folder_id, current.now())
    return _done(template_id, gettext("Saved."))


@bp.post("/templates/<uuid:template_id>/favourite")
@member_sessions.required(Permission.READ_ENVELOPES)
def mark(template_id: UUID) -> Response:
    with current.transaction() as tx:
        templates.mark(tx, template_id, request.form.get("favourite") == "yes")
    place = url_for("templates.index", _anchor=f"template-{template_id}")
    if request.form.get("from") == "page":
        place = url_for("templates.show", template_id=template_id)
    return make_response(redirect(place, 303))


@bp.post("/templates/<uuid:template_id>/archiving")
@member_sessions.required(Permission.SEND_ENVELOPES)
def archive(template_id: UUID) -> Response:
    archived = request.form.get("archived") == "yes"
    with current.transaction() as tx:
        templates.archive(tx, template_id, archived, current.now())
    words = gettext("Archived.") if archived else gettext("Unarchived.")
    return _done(template_id, words)


@bp.post("/templates/<uuid:template_id>/copies")
@member_sessions.required(Permission.SEND_ENVELOPES)
def duplicate(template_id: UUID) -> Response:
    copy_id = request_values.form_uuid("copy_id") or new_id()
    with current.transaction() as tx:
        templates.duplicate(tx, template_id, copy_id, current.now())
    words = gettext("Duplicated. Give the new template a name of its own.")
    return notices.leave(_to_editing(copy_id), words)


@bp.get("/templates/<uuid:template_id>/deletion")
@member_sessions.required(Permission.SEND_ENVELOPES)
def confirm_deletion(template_id: UUID) -> Response:
    with current.transaction() as tx:
        found = template_pages.page(tx, template_id)
    return render("templates/delete.html", "panel", found=found, envelope=found.content)


@bp.post("/templates/<uuid:template_id>/deletion")
@member_sessions.required(Permission.SEND_ENVELOPES)
def delete(template_id: UUID) -> Response:
    with current.transaction() as tx:
        templates.delete(tx, template_id, current.now())
    answer = make_response(redirect(url_for("templates.index"), 303))
    return notices.leave(answer, gettext("Template deleted. Envelopes that it started are kept."))


def _done(template_id: UUID, sentence: str) -> Response:
    place = url_for("templates.show", template_id=template_id)
    return notices.leave(make_response(redirect(place, 303)), sentence)


def _to_editing(template_id: UUID) -> Response:
    return make_response(redirect(url_for("envelopes.show", envelope_id=template_id), 303))
