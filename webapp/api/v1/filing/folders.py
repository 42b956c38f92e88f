"""Folders and tags, and where an envelope is filed."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.envelopes.listing.folder_tree import Folder
from core.refusals import NotFound
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.listing import filing, folders, tags
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.filing.filing_models import (
    ChangedFolder,
    FilingAnswer,
    FolderAnswer,
    FolderListAnswer,
    NewFiling,
    NewFolder,
    NewTag,
    TagAnswer,
    TagListAnswer,
)
from webapp.api.v1.repeatable import once

bp = Blueprint("folders", __name__)
CHANGE = (400, 401, 403, 404, 409, 415, 422, 429)


@bp.get("/folders")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 429, HTTP_200=FolderListAnswer), operation_id="list_folders"
)
def index() -> Response:
    """List folders"""
    with current.transaction() as tx:
        found = folders.folders(tx)
    items = [_answer(folder) for folder in found]
    return responses.page(FolderListAnswer, items, None)


@bp.get("/folders/<uuid:folder_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=FolderAnswer), operation_id="get_folder"
)
def show(folder_id: UUID) -> Response:
    """See a folder"""
    with current.transaction() as tx:
        return responses.shown(_folder(tx, folder_id))


@bp.post("/folders")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewFolder, resp=answers(*CHANGE, HTTP_201=FolderAnswer), operation_id="create_folder"
)
def create() -> Response:
    """Create a folder"""
    asked: NewFolder = request.context.json  # type: ignore[attr-defined]

    def act(tx: Transaction) -> Response:
        id = new_id()
        folders.make(tx, id, asked.name, asked.parent_id, asked.shown_to, current.now())
        place = url_for("api_v1.folders.show", folder_id=id)
        return responses.created(place, _folder(tx, id))

    return once(act)


@bp.patch("/folders/<uuid:folder_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=ChangedFolder, resp=answers(*CHANGE, HTTP_200=FolderAnswer), operation_id="rename_folder"
)
def change(folder_id: UUID) -> Response:
    """Rename a folder"""
    asked: ChangedFolder = request.context.json  # type: ignore[attr-defined]

    def act(tx: Transaction) -> Response:
        folders.rename(tx, folder_id, asked.name)
        return responses.shown(_folder(tx, folder_id))

    return once(act)


@bp.delete("/folders/<uuid:folder_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 422, 429, HTTP_204=None), operation_id="delete_folder"
)
def delete(folder_id: UUID) -> Response:
    """
    Delete a folder

    Its envelopes stay, without a folder; folders in it move up.
    """

    def act(tx: Transaction) -> Response:
        folders.remove(tx, folder_id, current.now())
        return responses.deleted()

    return once(act)


@bp.get("/tags")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 429, HTTP_200=TagListAnswer), operation_id="list_tags"
)
def all_tags() -> Response:
    """List tags"""
    with current.transaction() as tx:
        found = tags.tags(tx)
    items = [TagAnswer(id=t.id, name=t.name, hue=t.hue) for t in found]
    return responses.page(TagListAnswer, items, None)


@bp.post("/tags")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewTag, resp=answers(*CHANGE, HTTP_201=TagAnswer), operation_id="create_tag"
)
def create_tag() -> Response:
    """Create a tag"""
    asked: NewTag = request.context.json  # type: ignore[attr-defined]

    def act(tx: Transaction) -> Response:
        id = new_id()
        tags.make(tx, id, asked.name, asked.hue, current.now())
        answer = TagAnswer(id=id, name=asked.name, hue=asked.hue)
        return responses.created(url_for("api_v1.folders.all_tags"), answer)

    return once(act)


@bp.delete("/tags/<uuid:tag_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 422, 429, HTTP_204=None), operation_id="delete_tag"
)
def delete_tag(tag_id: UUID) -> Response:
    """Delete a tag"""

    def act(tx: Transaction) -> Response:
        tags.remove(tx, tag_id, current.now())
        return responses.deleted()

    return once(act)


@bp.put("/envelopes/<uuid:envelope_id>/filing")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewFiling, resp=answers(*CHANGE, HTTP_200=FilingAnswer), operation_id="file_envelope"
)
def file(envelope_id: UUID) -> Response:
    """
    Move an envelope into a folder, and tag it

    What is left out of the body stays as it is.
    """
    asked: NewFiling = request.context.json  # type: ignore[attr-defined]

    def act(tx: Transaction) -> Response:
        there = filing.of(tx, envelope_id)
        if asked.folder_id and asked.folder_id not in {f.id for f in there.folders}:
            raise NotFound
        moved = "folder_id" in asked.model_fields_set
        folder_id = asked.folder_id if moved else there.folder_id
        tag_ids = there.tag_ids if asked.tag_ids is None else frozenset(asked.tag_ids)
        if tag_ids - {t.id for t in there.tags}:
            raise NotFound
        filing.change(tx, envelope_id, folder_id, tag_ids, current.now())
        answer = FilingAnswer(folder_id=folder_id, tag_ids=sorted(tag_ids))
        return responses.shown(answer)

    return once(act)


def _folder(tx: Transaction, folder_id: UUID) -> FolderAnswer:
    found = next((f for f in folders.folders(tx) if f.id == folder_id), None)
    if found is None:
        raise NotFound
    return _answer(found)


def _answer(folder: Folder) -> FolderAnswer:
    return FolderAnswer(
        id=folder.id,
        name=folder.name,
        parent_id=folder.parent_id,
        visibility=folder.visibility.value,
        changeable=folder.mine,
    )
