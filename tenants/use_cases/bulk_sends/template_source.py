"""The version of a template that a bulk send sends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from core.access import Permission
from core.bulk_sends import target
from core.bulk_sends.bulk_send import BulkSend
from core.bulk_sends.column_mapping import ColumnMapping
from core.bulk_sends.filled_row import FilledRow, RowFilling
from core.bulk_sends.target import Target, TargetKind
from core.documents import merge_fields
from core.envelopes.custom_field import CustomField
from core.envelopes.drafts import draft_values
from core.envelopes.drafts.draft_fields import Reader, as_typed
from core.envelopes.envelope import Envelope
from core.fields.properties import DEFAULT
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.documents import merge_values
from tenants.use_cases.fields import value_readers
from tenants.use_cases.templates import using


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """
    `content` is the envelope that every row gets the contents of; `merge_values` has the names that
    its documents ask for, with the template's value or "".
    """

    version: int
    content: Envelope
    merge_values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowTargets:
    """What columns can fill in, and what that takes to know."""

    content: Envelope
    custom_fields: tuple[CustomField, ...]
    targets: tuple[Target, ...]
    date_format: str
    merge_values: Mapping[str, str]
    read: Reader = as_typed
    stored: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)

    def filling(self, mapping: ColumnMapping, headings: tuple[str, ...]) -> RowFilling:
        return RowFilling(
            *(self.content, mapping, headings, self.custom_fields, self.date_format),
            *(email_addresses.deliverable, self.read, self.merge_values),
        )

    def values_of(self, filled: FilledRow) -> list[tuple[str, str]]:
        """The values of a row, by the names of their targets."""
        words = {t.id: t.word for t in self.targets if t.kind is TargetKind.FIELD}
        fields = target.fillable(filled.envelope)
        values = [(words[f.id], str(DEFAULT.of(f.properties))) for f in fields]
        merged = [(merge_fields.word(name), value) for name, value in filled.merge_values.items()]
        return [(word, value) for word, value in (*values, *merged) if value]

    def details_of(self, filled: FilledRow) -> list[tuple[str, str]]:
        names = {f.id: f.name for f in self.custom_fields}
        return [(names[id], value) for id, value in filled.details.items()]


def latest(tx: Transaction, template_id: UUID) -> TemplateSource:
    """The version of now. Raises NotFound, NotPublishedYet, InArchive."""
    tx.require(Permission.SEND_ENVELOPES)
    found = using.usable(tx, [template_id])
    return TemplateSource(found.versions[template_id], found.contents[0], found.merge_values)


def of_template(tx: Transaction, template_id: UUID) -> RowTargets:
    """What columns of a table could fill in, for the sample of one. Raises NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    found, fields = latest(tx, template_id), tx.custom_fields.all()
    known = target.of(found.content, fields, found.merge_values)
    return RowTargets(found.content, fields, known, "", found.merge_values)


def targets(tx: Transaction, bulk: BulkSend) -> RowTargets:
    """Of the version that the bulk send began with, which no one changes."""
    tx.require(Permission.READ_ENVELOPES)
    content = tx.envelopes.get(bulk.content_id)
    fields = tx.custom_fields.all()
    date_format = tx.known_people.sender(bulk.person_id).date_format
    stored = merge_values.of_envelopes(tx, [content])
    merged = draft_values.to_begin_with(content.documents, stored)
    return RowTargets(
        *(content, fields, target.of(content, fields, merged), date_format, merged),
        # Days are judged as when the rows were given: one that was right stays right.
        *(value_readers.reader(bulk.created_at), stored),
    )
