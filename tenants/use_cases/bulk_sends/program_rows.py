"""Rows of a bulk send as a program gives them: by the names of roles and fields, not in columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.bulk_sends.column_mapping import ColumnMapping
from core.bulk_sends.target import Target, TargetKind
from core.envelopes.drafts.draft_values import NO_MERGE_FIELD
from core.refusals import FilledSentence, Invalid, sentence
from tenants.transaction import Transaction
from tenants.use_cases.bulk_sends import bulk_sends, template_source

PARTS = (TargetKind.NAME, TargetKind.EMAIL)
NO_ROLE = sentence("The template has no role named “%(name)s”. Check the name.")
NO_FIELD = sentence(
    "The template has no field named “%(name)s” that can be filled in beforehand. Check the name."
)


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """
    `people` have name and address by role, `values` are by the names of fields, `merge_values` by
    those of merge fields.
    """

    people: Mapping[str, tuple[str, str]]
    values: Mapping[str, str]
    merge_values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProgramTable:
    """The same in columns, of which it is known what each fills in."""

    lines: list[tuple[str, ...]]
    mapping: ColumnMapping


def table(tx: Transaction, template_id: UUID, rows: Sequence[ProgramRow]) -> ProgramTable:
    """Raises NotFound, NotPublishedYet, InArchive, Invalid for what the template has not."""
    tx.require(Permission.SEND_ENVELOPES)
    known = template_source.of_template(tx, template_id)
    roles = dict.fromkeys(name for row in rows for name in row.people)
    fields = dict.fromkeys(name for row in rows for name in row.values)
    merged = dict.fromkeys(name for row in rows for name in row.merge_values)
    columns = {
        target.key: place
        for place, target in enumerate(
            [
                *(_person(known.targets, name, kind) for name in roles for kind in PARTS),
                *(_field(known.targets, name) for name in fields),
                *(_merge_field(known.targets, name) for name in merged),
            ]
        )
    }
    people = (f"{name} {part}" for name in roles for part in ("name", "e-mail"))
    head = (*people, *fields, *merged)
    lines = [
        (
            *(part for name in roles for part in row.people.get(name, ("", ""))),
            *(row.values.get(name, "") for name in fields),
            *(row.merge_values.get(name, "") for name in merged),
        )
        for row in rows
    ]
    content = known.content
    mapping = ColumnMapping(True, columns, content.name, content.message)
    return ProgramTable([tuple(head), *lines], mapping)


def create(
    tx: Transaction,
    bulk_id: UUID,
    template_id: UUID,
    upload_id: UUID,
    table: ProgramTable,
    now: datetime,
) -> None:
    """Rows are checked as soon as they are read. Raises NotFound, NotPublishedYet, InArchive."""
    tx.require(Permission.SEND_ENVELOPES)
    bulk_sends.create(tx, bulk_id, template_id, "", upload_id, now)
    tx.bulk_sends.save_mapping(bulk_id, table.mapping, 1)


def _person(targets: Sequence[Target], role: str, kind: TargetKind) -> Target:
    for target in targets:
        if target.kind is kind and target.group == role:
            return target
    raise Invalid(roles=FilledSentence(NO_ROLE, name=role))


def _field(targets: Sequence[Target], name: str) -> Target:
    for target in targets:
        if target.kind is TargetKind.FIELD and target.name == name:
            return target
    raise Invalid(values=FilledSentence(NO_FIELD, name=name))


def _merge_field(targets: Sequence[Target], name: str) -> Target:
    for target in targets:
        if target.kind is TargetKind.MERGE and target.name == name:
            return target
    raise Invalid(merge_values=FilledSentence(NO_MERGE_FIELD, name=name))
