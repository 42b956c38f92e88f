"""Bulk sends: a list of people is kept, and a template or a draft is sent to each of them."""

import csv
import io
import time
from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from core.addresses.email_address import fold
from core.api.scope import Scope
from core.bulk_sends.bulk_send import BulkState, RowState
from core.envelopes.envelope import Envelope
from core.envelopes.refusals import NotReadyToCopy
from core.fields.field_name import NAME
from tenants.identifiers import new_id
from tenants.store.docusign.bulk_lists import BulkList
from tenants.use_cases.bulk_sends import bulk_sends, program_rows, row_pages, running
from tenants.use_cases.bulk_sends.program_rows import ProgramRow
from tenants.use_cases.bulk_sends.row_pages import RowPage
from tenants.use_cases.docusign import bulk_lists
from tenants.use_cases.docusign import templates as usable
from webapp import current
from webapp.api.docusign import asked, guard, waiting
from webapp.api.docusign.answers import answer
from webapp.api.docusign.asked import Asked, refuse
from webapp.text.translation import gettext, translated

bp = Blueprint("docusign_bulk_sends", __name__)
MOST = 1_000
PATIENCE, PAUSE = 20.0, 0.25  # seconds, until the rows were checked


@bp.post("/bulk_send_lists")
@guard.required(Scope.ENVELOPES_WRITE)
def keep() -> Response:
    """Kept for 30 days. What is wrong with a row is said when it is sent."""
    given = asked.body()
    name, copies = given.text("name"), given.each("bulkCopies")
    given.pass_over("listId")
    given.done()
    if not 1 <= len(copies) <= MOST:
        refuse("bulkCopies", "Give 1 to 1000 of them.")
    rows = [_copy(copy) for copy in copies]
    list_id = new_id()
    with current.transaction() as tx:
        bulk_lists.keep(tx, list_id, name, rows, current.now())
    return answer({"listId": list_id, "name": name}, 201)


@bp.post("/bulk_send_lists/<uuid:list_id>/send")
@guard.required(Scope.ENVELOPES_WRITE)
def send(list_id: UUID) -> Response:
    """All rows, or none: where one is wrong, nothing is sent and it is named."""
    given = asked.body()
    source, name = _id(given.need("envelopeOrTemplateId")), given.text("batchName")
    name = name or given.text("name")
    given.done()
    with current.transaction() as tx:
        kept = bulk_lists.get(tx, list_id)
    template_id = _template(source)
    waiting.publish([template_id])
    bulk_id, found = _checked(template_id, kept, name or kept.name)
    if wrong := found.counts.get(RowState.WRONG, 0):
        refuse("bulkCopies", f"{wrong} of them cannot be sent: {_why(bulk_id)}")
    ready = found.counts.get(RowState.READY, 0)
    with current.transaction() as tx:
        running.start(tx, bulk_id, ready, False, None, current.now())
    return answer(
        {
            "batchId": bulk_id,
            "batchName": name or kept.name,
            "batchSize": ready,
            "totalQueued": ready,
            "queueLimit": MOST,
            "envelopeOrTemplateId": source,
            "errors": [],
        }
    )


@bp.get("/bulk_send_batch/<uuid:batch_id>")
@guard.required(Scope.ENVELOPES_READ)
def show(batch_id: UUID) -> Response:
    with current.transaction() as tx:
        found = row_pages.of(tx, batch_id, [], 0)
    bulk, counts = found.bulk, found.counts
    failed = counts.get(RowState.FAILED, 0) + counts.get(RowState.CANCELLED, 0)
    sent = counts.get(RowState.SENT, 0)
    return answer(
        {
            "batchId": bulk.id,
            "batchName": bulk.name,
            "batchSize": sum(counts.values()),
            "sent": sent,
            "failed": failed,
            "queued": sum(counts.values()) - sent - failed,
            "submittedDate": bulk.created_at,
            "envelopeIdOrTemplateId": bulk.template_id,
            "envelopesUri": f"/bulk_send_batch/{bulk.id}/envelopes",
        }
    )


def _copy(copy: Asked) -> dict[str, Any]:
    people = []
    for person in copy.each("recipients"):
        tabs = dict(_tab(tab) for tab in person.each("tabs"))
        people.append(
            {
                "role": person.text("roleName"),
                "id": person.text("recipientId"),
                "name": person.need("name"),
                "email": person.need("email"),
                "tabs": tabs,
            }
        )
        person.done()
    copy.done()
    return {"recipients": people}


def _tab(tab: Asked) -> tuple[str, str]:
    found = tab.need("tabLabel"), tab.text("initialValue")
    tab.done()
    return found


def _template(source: UUID) -> UUID:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with current.transaction() as tx:
            found = bulk_lists.template_of(tx, source, gettext, current.now())
        if found is not None:
            return found
        time.sleep(PAUSE)
    raise NotReadyToCopy


def _checked(template_id: UUID, kept: BulkList, name: str) -> tuple[UUID, RowPage]:
    """Its rows are checked by a worker. Raises InvalidRequest, NotReadyToCopy."""
    bulk_id, upload_id, now = new_id(), new_id(), current.now()
    with current.transaction() as tx:
        ((content, names),) = usable.named(tx, [template_id])
        roles = {
            names.recipients.get(str(r.id), str(n)): r.role_name
            for n, r in enumerate(content.recipients, 1)
        }
        rows = [_row(n, copy, content, roles) for n, copy in enumerate(kept.copies)]
        table = program_rows.table(tx, template_id, rows)
        bulk_sends.announce(tx, bulk_id, upload_id)
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(table.lines)
    bulk_sends.store(current.organization(), bulk_id, upload_id, written.getvalue().encode())
    with current.transaction() as tx:
        program_rows.create(tx, bulk_id, template_id, upload_id, table, now)
        if name:
            bulk_sends.rename(tx, bulk_id, name)
    return bulk_id, _awaited(bulk_id)


def _awaited(bulk_id: UUID) -> RowPage:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with current.transaction() as tx:
            found = row_pages.of(tx, bulk_id, [], 0)
        if found.bulk.state in (BulkState.CHECKED, BulkState.UNUSABLE):
            return found
        time.sleep(PAUSE)
    raise NotReadyToCopy


def _row(n: int, copy: dict[str, Any], content: Envelope, roles: dict[str, str]) -> ProgramRow:
    people: dict[str, tuple[str, str]] = {}
    values: dict[str, str] = {}
    by_role = {fold(r.role_name): r for r in content.recipients if r.role_name}
    for person in copy["recipients"]:
        role = person["role"] if fold(person["role"]) in by_role else roles.get(person["id"], "")
        if fold(role) not in by_role:
            place = f"bulkCopies[{n}].recipients"
            refuse(place, f"There is no role “{person['role'] or person['id']}”.")
        recipient = by_role[fold(role)]
        people[recipient.role_name] = (person["name"], person["email"])
        fields = [f for f in content.fields if recipient.id in f.recipient_ids]
        mine = {fold(f.label): NAME.of(f.properties) for f in fields}
        for label, value in person["tabs"].items():
            if not mine.get(fold(label)):
                refuse(f"bulkCopies[{n}].recipients", f"There is no tab with the label “{label}”.")
            values[mine[fold(label)]] = value
    return ProgramRow(people, values, {})


def _why(bulk_id: UUID) -> str:
    with current.transaction() as tx:
        rows = row_pages.of(tx, bulk_id, [RowState.WRONG], 0).rows
    problems = [problem for row in rows for problem in row.problems]
    return translated(problems[0].why) if problems else "a row is incomplete"


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        refuse("envelopeOrTemplateId", "There is no envelope or template of this id.")
