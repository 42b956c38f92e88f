"""The version of a template that a bulk send sends."""

from dataclasses import dataclass
from uuid import UUID

from core.access import Permission
from core.bulk_sends import target
from core.bulk_sends.bulk_send import BulkSend
from core.bulk_sends.column_mapping import ColumnMapping
from core.bulk_sends.filled_row import FilledRow, RowFilling
from core.bulk_sends.target import Target, TargetKind
from core.envelopes.custom_field import CustomField
from core.envelopes.envelope import Envelope
from core.fields.properties import DEFAULT
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.templates import using


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """`content` is the envelope that every row gets the contents of."""

    version: int
    content: Envelope


@dataclass(frozen=True, slots=True)
class RowTargets:
    """What columns can fill in, and what that takes to know."""

    content: Envelope
    custom_fields: tuple[CustomField, ...]
    targets: tuple[Target, ...]
    date_format: str

    def filling(self, mapping: ColumnMapping, headings: tuple[str, ...]) -> RowFilling:
        return RowFilling(
            *(self.content, mapping, headings, self.custom_fields, self.date_format),
            email_addresses.deliverable,
        )

    def values_of(self, envelope: Envelope) -> list[tuple[str, str]]:
        """The values of a filled row, by the names of their targets."""
        words = {t.id: t.word for t in self.targets if t.kind is TargetKind.FIELD}
        filled = ((words[f.id], DEFAULT.of(f.properties)) for f in target.fillable(envelope))
        return [(word, value) for word, value in filled if value]

    def details_of(self, filled: FilledRow) -> list[tuple[str, str]]:
        names = {f.id: f.name for f in self.custom_fields}
        return [(names[id], value) for id, value in filled.details.items()]


def latest(tx: Transaction, template_id: UUID) -> TemplateSource:
    """The version of now. Raises NotFound, NotPublishedYet, InArchive."""
    tx.require(Permission.SEND_ENVELOPES)
    found = using.usable(tx, [template_id])
    return TemplateSource(found.versions[template_id], found.contents[0])


def of_template(tx: Transaction, template_id: UUID) -> RowTargets:
    """What columns of a table could fill in, for the sample of one. Raises NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    content, fields = latest(tx, template_id).content, tx.custom_fields.all()
    return RowTargets(content, fields, target.of(content, fields), "")


def targets(tx: Transaction, bulk: BulkSend) -> RowTargets:
    """Of the version that the bulk send began with, which no one changes."""
    tx.require(Permission.READ_ENVELOPES)
    content = tx.envelopes.get(bulk.content_id)
    fields = tx.custom_fields.all()
    date_format = tx.known_people.sender(bulk.person_id).date_format
    return RowTargets(content, fields, target.of(content, fields), date_format)
