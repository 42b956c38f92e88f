"""Lists of contacts: a file is read, its columns are recognized, and it is imported."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.people import contact_import
from core.people.contact_import import ListedRow
from tenants.identifiers import new_id
from tenants.store.people.contact_imports import ContactImport
from tenants.transaction import Transaction
from tenants.use_cases.people import contact_imports
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.people.contact_import_models import (
    ContactImportAnswer,
    ContactImportStart,
    NewContactImport,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import Answering, once_opened

bp = Blueprint("contact_imports", __name__, url_prefix="/contact-imports")
COLUMNS = ("name", "last_name", "email", "company")


@bp.post("")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewContactImport,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 413, 415, 422, 429, HTTP_201=ContactImportAnswer),
    operation_id="create_contact_import",
)
def create() -> Response:
    """
    Upload a list of contacts

    Nothing is imported before it is started.
    """
    asked: NewContactImport = request.context.json  # type: ignore[attr-defined]
    import_id, data = new_id(), base64.b64decode(asked.content)
    contact_import.read(data)

    def act(opener: Answering) -> None:
        with opener.transaction() as tx:
            contact_imports.announce(tx, import_id)
        contact_imports.store(opener.organization, import_id, data)
        opener.commit(lambda tx: contact_imports.upload(tx, import_id, asked.name, data))

    def answer(tx: Transaction, _: None) -> Response:
        made = _answer(contact_imports.get(tx, import_id))
        place = url_for("api_v1.contact_imports.show", contact_import_id=import_id)
        return responses.created(place, made)

    return once_opened(act, answer)


@bp.get("/<uuid:contact_import_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(ContactImportAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=ContactImportAnswer),
    operation_id="get_contact_import",
)
def show(contact_import_id: UUID) -> Response:
    """See how far an import has come"""
    with current.transaction() as tx:
        found = contact_imports.get(tx, contact_import_id)
    return responses.shown(_answer(found))


@bp.post("/<uuid:contact_import_id>/start")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=ContactImportStart,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=ContactImportAnswer),
    operation_id="start_contact_import",
)
def start(contact_import_id: UUID) -> Response:
    """
    Import a list of contacts

    A short one at once, a long one within seconds. Rows with errors are left out.
    """
    asked: ContactImportStart = request.context.json  # type: ignore[attr-defined]

    def act(opener: Answering) -> None:
        with opener.transaction() as tx:
            found = contact_imports.get(tx, contact_import_id)
        wanted = replace(
            found,
            header=found.header if asked.header is None else asked.header,
            columns=found.columns if asked.columns is None else _places(asked),
            encoding=asked.encoding or found.encoding,
        )
        contact_imports.check_encoding(wanted)
        rows = contact_imports.rows(opener.organization, wanted)
        opener.commit(lambda tx: begin(tx, wanted, rows))

    def begin(tx: Transaction, wanted: ContactImport, rows: Sequence[ListedRow]) -> None:
        chosen = contact_imports.choose(
            *(tx, contact_import_id, wanted.header, wanted.columns),
            *(asked.scope, asked.team_id, wanted.encoding),
        )
        contact_imports.begin(tx, chosen, rows)

    def answer(tx: Transaction, _: None) -> Response:
        return responses.shown(_answer(contact_imports.get(tx, contact_import_id)))

    return once_opened(act, answer)


def _places(asked: ContactImportStart) -> tuple[int, ...]:
    given = [getattr(asked.columns, name) for name in COLUMNS]
    return tuple(contact_import.NOWHERE if place is None else place for place in given)


def _answer(found: ContactImport) -> ContactImportAnswer:
    places = zip(COLUMNS, found.columns, strict=True)
    return ContactImportAnswer(
        id=found.id,
        name=found.file_name,
        state=found.state,  # type: ignore[arg-type]
        header=found.header,
        columns={name: None if n == contact_import.NOWHERE else n for name, n in places},
        encoding=found.encoding,
        total=found.total,
        done=found.done,
        added=found.added,
        merged=found.merged,
        faulty=found.faulty,
    )
