"""The version of a template that a bulk send sends."""

from dataclasses import dataclass
from uuid import UUID

from core.access import Permission
from core.bulk_sends import target
from core.bulk_sends.bulk_send import BulkSend
from core.bulk_sends.column_mapping import ColumnMapping
from core.bulk_sends.filled_row import RowFilling
from core.bulk_sends.target import Target
from core.envelopes.custom_field import CustomField
from core.envelopes.drafts import copying as rules
from core.envelopes.envelope import Envelope
from core.refusals import NotFound
from tenants import email_addresses
from tenants.transaction import Transaction


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


def latest(tx: Transaction, template_id: UUID) -> TemplateSource:
    """Raises NotFound, NotReadyToCopy."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.standing(template_id)
    found = tx.bulk_sends.latest_version(template_id)
    if found is None:
        raise NotFound
    version, content_id = found
    content = tx.envelopes.get(content_id)
    rules.check_copyable(content)
    return TemplateSource(version, content)


def targets(tx: Transaction, bulk: BulkSend) -> RowTargets:
    """Of the version that the bulk send began with, which no one changes."""
    tx.require(Permission.READ_ENVELOPES)
    content = tx.envelopes.get(bulk.content_id)
    fields = tx.custom_fields.all()
    date_format = tx.known_people.sender(bulk.person_id).date_format
    return RowTargets(content, fields, target.of(content, fields), date_format)
