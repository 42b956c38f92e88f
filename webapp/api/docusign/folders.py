"""Folders: those of the organization, and the boxes that every account has."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.docusign import status_words
from core.envelopes.listing.filters import Filters
from core.envelopes.listing.folder_tree import Folder
from tenants.use_cases.docusign import envelope_list as found_by
from tenants.use_cases.envelopes.listing import envelope_list, folders
from tenants.use_cases.retention import recycle_bin
from webapp import current
from webapp.api.docusign import asked, guard
from webapp.api.docusign.answers import answer, page
from webapp.api.docusign.asked import Asked, refuse

bp = Blueprint("docusign_folders", __name__)
# By what they are called in addresses: the name, and the box of the portal.
BOXES = {
    "inbox": ("Inbox", "inbox"),
    "sentitems": ("Sent Items", "sent"),
    "draft": ("Draft", "drafts"),
    "completed": ("Completed", "completed"),
}
BIN = "recyclebin"
MOST = 1_000


@bp.get("")
@guard.required(Scope.ENVELOPES_READ)
def index() -> Response:
    given = Asked(request.args.to_dict())
    given.pass_over(
        "include", "include_items", "start_position", "count", "template", "user_filter"
    )
    given.pass_over("sub_folder_depth", "user_filter")
    given.done()
    with current.transaction() as tx:
        own = folders.folders(tx)
    rows = [_box(id, name) for id, (name, _) in BOXES.items()]
    rows += [_box(BIN, "Recycle Bin"), *(_folder(folder) for folder in own)]
    return answer(page("folders", rows, 0, len(rows)))


@bp.get("/<folder_id>")
@guard.required(Scope.ENVELOPES_READ)
def items(folder_id: str) -> Response:
    given = Asked(request.args.to_dict())
    start, count = max(given.whole("start_position") or 0, 0), given.whole("count") or 100
    words = given.text("search_text")
    given.pass_over("include_items", "owner_name", "owner_email", "order", "order_by")
    given.only_off("from_date", "to_date", "status")
    given.done()
    if folder_id in BOXES:
        filters = Filters(box=BOXES[folder_id][1], search=words)
    else:
        filters = Filters(box="all", search=words, folder=_id(folder_id))
    with current.transaction() as tx:
        ids = envelope_list.matching(tx, filters, MOST)
        envelopes = found_by.of_ids(tx, ids[start : start + min(count, MOST)])
    rows = [
        {
            "envelopeId": e.id,
            "subject": e.name,
            "status": status_words.of_envelope(e),
            "createdDateTime": e.created_at,
            "sentDateTime": e.sent_at,
            "lastModifiedDateTime": e.status_at or e.created_at,
        }
        for e in envelopes
    ]
    return answer(page("folderItems", rows, start, len(ids)))


@bp.put("/<folder_id>")
@guard.required(Scope.ENVELOPES_WRITE)
def move(folder_id: str) -> Response:
    """Envelopes into a folder; what is put into the recycle bin is deleted."""
    given = asked.body()
    ids = [_id(text) for text in given.texts("envelopeIds")]
    given.text("fromFolderId")
    given.only_off("folders")
    given.done()
    now = current.now()
    with current.transaction() as tx:
        for id in ids:
            if folder_id == BIN:
                recycle_bin.delete(tx, id, now)
            else:
                folders.put(tx, id, _id(folder_id), now)
    return answer({"folders": [{"folderId": folder_id}]})


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        refuse("folderId", f"There is no folder “{text}” that this can be done with.")


def _box(id: str, name: str) -> dict[str, Any]:
    return {"folderId": id, "name": name, "type": id, "uri": f"/folders/{id}"}


def _folder(folder: Folder) -> dict[str, Any]:
    return {
        "folderId": folder.id,
        "name": folder.name,
        "type": "normal",
        "parentFolderId": folder.parent_id,
        "uri": f"/folders/{folder.id}",
    }
