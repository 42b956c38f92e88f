"""Templates: made of a definition, listed, read."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.docusign import envelope_json, recipient_json
from core.docusign.program_names import ProgramNames
from core.envelopes.envelope import Envelope
from tenants.store.templates.template_lists import TemplateFilter, TemplateSummary
from tenants.use_cases.docusign import templates as making
from tenants.use_cases.envelopes import envelope_creation
from tenants.use_cases.templates import template_pages
from tenants.use_cases.templates.template_pages import TemplatePage
from webapp import current
from webapp.api.docusign import asked, guard
from webapp.api.docusign import envelope_creation as files_of
from webapp.api.docusign.answers import answer, page
from webapp.api.docusign.asked import Asked
from webapp.api.docusign.definitions import definition

bp = Blueprint("docusign_templates", __name__)
MOST = 1_000
# Without effect here, whatever they say.
PASSED = (
    *("templateId", "created", "lastModified", "lastModifiedBy", "lastUsed", "owner", "pageCount"),
    *("folderId", "folderIds", "folderName", "folders", "favoritedByMe", "shared", "autoMatch"),
    *("autoMatchSpecifiedByUser", "passwordProtected", "powerForms", "isAceGenTemplate"),
    "isDocGenTemplate",
)


@bp.post("")
@guard.required(Scope.TEMPLATES)
def create() -> Response:
    """Used as soon as its pages are there, which is a moment later."""
    given = asked.body()
    name, description = given.text("name"), given.text("description")
    given.only_off("password", "newPassword")
    given.pass_over(*PASSED)
    given.pass_over("status")
    read = definition.contents(given)
    definition.finish(given)
    subject = read.name
    read.name = name or subject
    whole, files = files_of.prepared(read, template=True)
    with current.transaction() as tx:
        envelope_creation.announce(tx, files, current.now())
    envelope_creation.store(current.organization(), files)
    names, noted = files_of.names_of(read, whole), files_of.noted_of(read)
    with current.transaction() as tx:
        made = making.create(tx, whole, names, noted, description, current.now())
    found = {"templateId": made.id, "name": made.name, "uri": f"/templates/{made.id}"}
    return answer(found, 201)


@bp.get("")
@guard.required(Scope.ENVELOPES_READ, Scope.TEMPLATES)
def index() -> Response:
    given = Asked(request.args.to_dict())
    words, start = given.text("search_text"), max(given.whole("start_position") or 0, 0)
    count = min(max(given.whole("count") or 100, 1), MOST)
    given.pass_over("order", "order_by", "include", "search_fields", "user_filter", "folder_types")
    given.only_off("folder_ids", "from_date", "to_date", "used_from_date", "used_to_date")
    given.only_off("is_deleted_template_only", "shared_by_me", "modified_from_date", "template_ids")
    given.only_off("modified_to_date", "is_download", "created_from_date", "created_to_date")
    given.done()
    found: list[TemplateSummary] = []
    after = None
    with current.transaction() as tx:
        while len(found) < MOST:
            rows, after = template_pages.each(tx, TemplateFilter(search=words), after)
            found.extend(row for row in rows if row.archived_at is None)
            if after is None:
                break
    rows_ = [_summary(row) for row in found[start : start + count]]
    return answer(page("envelopeTemplates", rows_, start, len(found)))


@bp.get("/<uuid:template_id>")
@guard.required(Scope.ENVELOPES_READ, Scope.TEMPLATES)
def show(template_id: UUID) -> Response:
    with current.transaction() as tx:
        found = template_pages.page(tx, template_id)
        names = making.shown_names(tx, template_id, found.shown)
    return answer(_whole(found, names))


@bp.get("/<uuid:template_id>/recipients")
@guard.required(Scope.ENVELOPES_READ, Scope.TEMPLATES)
def recipients(template_id: UUID) -> Response:
    with current.transaction() as tx:
        found = template_pages.page(tx, template_id)
        names = making.shown_names(tx, template_id, found.shown)
    return answer(recipient_json.of_envelope(found.shown, _numbered(found.shown, names), True))


def _summary(row: TemplateSummary) -> dict[str, Any]:
    return {
        "templateId": row.id,
        "name": row.name,
        "description": row.description,
        "lastUsed": row.last_used,
        "shared": False,
        "uri": f"/templates/{row.id}",
    }


def _whole(found: TemplatePage, names: ProgramNames) -> dict[str, Any]:
    shown, called = found.shown, _numbered(found.shown, names)
    documents = envelope_json.documents(shown, called)["envelopeDocuments"]
    return {
        "templateId": found.template.id,
        "name": shown.name,
        "description": found.template.description,
        "emailSubject": shown.name,
        "emailBlurb": shown.message,
        "uri": f"/templates/{found.template.id}",
        "owner": {"userId": found.content.sender_id, "userName": found.owner},
        "created": found.content.created_at,
        "lastModified": shown.created_at,
        "pageCount": sum(len(d.pages) for d in shown.documents),
        "documents": [d for d in documents if d["documentId"] != "certificate"],
        "recipients": recipient_json.of_envelope(shown, called, tabs=True),
        "notification": envelope_json.notification(shown.schedule),
        "shared": False,
        "passwordProtected": False,
    }


def _numbered(shown: Envelope, names: ProgramNames) -> ProgramNames:
    """Roles that no program has named are called by their numbers, as those who use them do."""
    numbers = {str(r.id): str(n) for n, r in enumerate(shown.recipients, 1)}
    return ProgramNames(
        names.documents,
        {**numbers, **names.recipients},
        names.clients,
        names.labels,
        names.options,
    )
