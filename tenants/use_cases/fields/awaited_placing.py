"""Places the fields that a program asked for where texts and tags stand, when pages are drawn."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from core.documents.document import TEXT_ELSEWHERE, TEXT_MISSING, Document
from core.envelopes.drafts import placement
from core.envelopes.envelope import Envelope, Status, with_documents
from core.fields import field_name, found_field
from core.fields.anchoring import awaited_fields
from core.fields.anchoring.anchor import DrawnLine, Needed
from core.fields.anchoring.awaited_fields import AwaitedFields
from core.fields.field import Field
from core.fields.field_name import NAME
from core.fields.found_field import FoundSource
from tenants.identifiers import new_id
from tenants.transaction import Transaction


def place(tx: Transaction, envelope: Envelope, document: Document) -> tuple[Envelope, list[UUID]]:
    """
    The envelope with the fields, and the ids of those that were found as tags.

    What has no place, or no one to fill it in, is named in a note of the document.
    """
    if not document.awaited or not document.drawn or envelope.status is not Status.DRAFT:
        return envelope, []
    awaited = awaited_fields.read(document.awaited, document.id)
    lines = [
        DrawnLine(page, **line)
        for _, page, drawn in tx.page_images.all_lines([document.id], sealed=False)
        for line in drawn
    ]
    found, missing = awaited_fields.placed(awaited, document, lines)
    taken = field_name.taken(field.properties for field in envelope.fields)
    fields = [field for at in found for field in _named(at, taken)]
    tagged, nobodys = _tags(tx, envelope, document, awaited, taken)
    here = [anchor.text for anchor in missing if anchor.needed is Needed.HERE]
    elsewhere = [anchor.text for anchor in missing if anchor.needed is Needed.SOMEWHERE]
    notes = (*_notes(here + nobodys), *_notes(elsewhere, TEXT_ELSEWHERE))
    told = replace(document, awaited="", notes=(*document.notes, *notes))
    ready = with_documents(envelope, told)
    # One request, one decision of the program: it is no longer asked whether it may be changed.
    asked_by = envelope.send_requested_by
    outcome, wrong = placement.change(replace(ready, send_requested_by=""), [*fields, *tagged])
    if wrong:
        names = [f.label or f.kind.name for f in (*fields, *tagged) if f.id in wrong]
        told = replace(told, notes=(*told.notes, *_notes(names)))
    placed = with_documents(outcome.envelope, told)
    return replace(placed, send_requested_by=asked_by), [f.id for f in tagged if f.id not in wrong]


def _named(fields: Sequence[Field], taken: set[str]) -> list[Field]:
    """The first keeps its id and its name, the others get their own."""
    first, *others = fields
    name, made = NAME.of(first.properties), [first]
    taken |= field_name.taken([first.properties])
    for field in others:
        properties = dict(field.properties)
        if name:
            properties[NAME.name] = field_name.suggested(name, taken)
            taken |= field_name.taken([properties])
        made.append(replace(field, id=new_id(), properties=properties))
    return made


def _tags(
    tx: Transaction,
    envelope: Envelope,
    document: Document,
    awaited: AwaitedFields,
    taken: set[str],
) -> tuple[list[Field], list[str]]:
    """The fields of its text tags, and the roles that no recipient has."""
    if not awaited.tags:
        return [], []
    placed: list[Field] = []
    nobodys: list[str] = []
    for row in tx.documents.all_found_fields(envelope.id).get(document.id, ()):
        found = found_field.read(row)
        if found.source is not FoundSource.TAG:
            continue
        whose = found_field.recipient_for(found, envelope.recipients)
        if whose is None:
            nobodys.append(found.role or found.label or found.kind.name)
            continue
        field = found.placed(document.id, [whose.id], taken)
        taken |= field_name.taken([field.properties])
        placed.append(field)
    return placed, nobodys


def _notes(texts: Sequence[str], code: str = TEXT_MISSING) -> list[str]:
    return [f"{code}:{text}" for text in dict.fromkeys(texts)]
