"""Templates of definitions: made at once, and published as soon as their pages are there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.docusign.program_names import ProgramNames
from core.envelopes.envelope import Envelope
from core.envelopes.refusals import NotReadyToCopy
from tenants.transaction import Transaction
from tenants.use_cases.docusign import envelopes, program_names
from tenants.use_cases.docusign.envelopes import Noted
from tenants.use_cases.envelopes import envelope_creation
from tenants.use_cases.envelopes.envelope_creation import WholeEnvelope
from tenants.use_cases.templates import publishing, template_pages, templates


def create(
    tx: Transaction,
    whole: WholeEnvelope,
    names: ProgramNames,
    noted: Noted,
    description: str,
    now: datetime,
) -> Envelope:
    """Raises what envelope_creation.create raises."""
    tx.require(Permission.SEND_ENVELOPES)
    made = envelope_creation.create(tx, replace(whole, template=True, send=False), now)
    templates.add(tx, made, now)
    templates.describe(tx, made.id, description, None, now)
    program_names.keep(tx, made.id, names)
    envelopes.note(tx, made.id, noted, now)
    return made


def waits(tx: Transaction, template_ids: Sequence[UUID]) -> bool:
    """Whether one of them was never published, because its pages are being made."""
    tx.require(Permission.SEND_ENVELOPES)
    pages = [template_pages.page(tx, id) for id in template_ids]
    return any(p.template.content_id is None and not _drawn(p.content) for p in pages)


def publish_first(tx: Transaction, template_ids: Sequence[UUID], now: datetime) -> None:
    """
    Those that were never published. Raises NotFound, Forbidden, NothingToPublish, NotReadyToCopy.
    """
    tx.require(Permission.SEND_ENVELOPES)
    for id in template_ids:
        page = template_pages.page(tx, id)
        if page.template.content_id is None and page.template.archived_at is None:
            if not _drawn(page.content):
                raise NotReadyToCopy
            publishing.publish(tx, id, now)


def named(tx: Transaction, template_ids: Sequence[UUID]) -> list[tuple[Envelope, ProgramNames]]:
    """What their latest versions hold, with what programs call it. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    found = [template_pages.page(tx, id) for id in template_ids]
    return [(page.shown, shown_names(tx, page.template.id, page.shown)) for page in found]


def shown_names(tx: Transaction, template_id: UUID, shown: Envelope) -> ProgramNames:
    """A version is a copy of what was prepared, in the same order."""
    tx.require(Permission.READ_ENVELOPES)
    names, content = tx.program_names.of(template_id), tx.envelopes.get(template_id)
    if shown.id == content.id:
        return names
    documents = dict(zip([d.id for d in content.documents], shown.documents, strict=False))
    people = dict(zip([r.id for r in content.recipients], shown.recipients, strict=False))
    fields = dict(zip([f.id for f in content.fields], shown.fields, strict=False))
    return replace(
        names,
        documents={str(d.id): names.of_document(content, id) for id, d in documents.items()},
        recipients={
            str(r.id): names.recipients[str(id)]
            for id, r in people.items()
            if str(id) in names.recipients
        },
        options={
            str(f.id): names.options[str(id)]
            for id, f in fields.items()
            if str(id) in names.options
        },
    )


def _drawn(content: Envelope) -> bool:
    return all(d.drawn and not d.awaited for d in content.documents)
