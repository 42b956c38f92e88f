"""Ready templates of ours become templates of an organization."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.drafts import draft, draft_documents, draft_fields
from core.organizations.quota import Kind
from core.templates.gallery.ready_template import ReadyTemplate
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.documents.draft_uploads import StoredUpload
from tenants.use_cases.organizations import quotas
from tenants.use_cases.templates import templates


def announce(tx: Transaction, file: StoredUpload, now: datetime) -> None:
    """Before its document is stored. Raises QuotaReached."""
    tx.require(Permission.SEND_ENVELOPES)
    quotas.require(tx, Kind.STORAGE, now, adding=file.size)
    tx.unused_files.announce(file.object, file.attempt)


def create(
    tx: Transaction,
    ready: ReadyTemplate,
    template_id: UUID,
    name: str,
    file: StoredUpload,
    now: datetime,
) -> bool:
    """
    With its roles and fields; its pages come when the stored document is taken in.

    `name` is what it is called here. False when the id is taken: the same form was sent twice.
    Raises QuotaReached.
    """
    tx.require(Permission.SEND_ENVELOPES)
    quotas.require(tx, Kind.STORAGE, now, adding=file.size)
    blank = replace(templates.blank(tx, template_id, now), name=name)
    people = ready.recipients(new_id)
    fields = ready.fields(file.document_id, people, new_id)
    outcome = (
        draft.create(blank)
        .then(
            lambda e: draft_documents.add(e, file.document_id, ready.title, file.sha256, file.size)
        )
        .then(lambda e: draft.name_recipients(e, people))
        .then(lambda e: draft_fields.place(e, fields))
    )
    if not tx.envelopes.add(blank):
        return False
    tx.record(outcome, tx.principal.actor, now)
    templates.add(tx, outcome.envelope, now)
    tx.templates.describe(template_id, ready.description)
    tx.unused_files.keep(file.object, file.attempt)
    return True
