"""One row of the table as the envelope that it becomes, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as member
from typing import Any
from uuid import UUID

from core.bulk_sends import cell_value, column_mapping
from core.bulk_sends.column_mapping import ColumnMapping
from core.bulk_sends.target import TargetKind
from core.documents import merge_fields
from core.documents.refusals import ValueTooLong
from core.envelopes import custom_field, recipient_list
from core.envelopes.custom_field import CustomField
from core.envelopes.drafts import draft_sending, draft_values
from core.envelopes.drafts.draft_fields import Reader
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_list import Reachable
from core.fields.field import Field
from core.refusals import FilledSentence, Invalid, sentence
from core.text.printable import cleaned

NO_VALUE = sentence("This cell is empty, and every envelope needs a value here.")
PROBLEMS_LIMIT = 20  # of a row, as are told


@dataclass(frozen=True, slots=True)
class RowProblem:
    """`about` is the key of what the cell fills in, or "" for the row as a whole."""

    about: str
    why: str

    def stored(self) -> list[Any]:
        template = getattr(self.why, "template", self.why)
        return [self.about, template, getattr(self.why, "values", {})]


@dataclass(frozen=True, slots=True)
class FilledRow:
    """
    `envelope` is the content of the template with the cells in it, `merge_values` are those of its
    documents.
    """

    envelope: Envelope
    details: Mapping[UUID, str]
    problems: tuple[RowProblem, ...]
    merge_values: Mapping[str, str] = member(default_factory=dict)

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """What tells whether another row is the same again."""
        return tuple(sorted(recipient.person for recipient in self.envelope.recipients))


def problem(stored: Sequence[Any]) -> RowProblem:
    about, template, values = stored
    return RowProblem(about, FilledSentence(template, **values) if values else template)


@dataclass(frozen=True, slots=True)
class RowFilling:
    """
    What all rows of a table have in common. `merge_values` has the names that documents ask for,
    with the template's value or "".
    """

    content: Envelope
    mapping: ColumnMapping
    headings: tuple[str, ...]
    custom_fields: tuple[CustomField, ...]
    date_format: str
    reachable: Reachable
    read: Reader
    merge_values: Mapping[str, str] = member(default_factory=dict)

    def fill(self, cells: Sequence[str]) -> FilledRow:
        problems: list[RowProblem] = []
        fields = tuple(self._field(f, cells, problems) for f in self.content.fields)
        people = tuple(self._recipient(r, cells) for r in self.content.recipients)
        merged = self._merge_values(cells, problems)
        filled = replace(
            self.content,
            name=self._text(self.mapping.name, cells) or self.content.name,
            message=self._text(self.mapping.message, cells),
            recipients=people,
            fields=fields,
            # They are made with these values before anything is sent.
            documents=tuple(
                d.filled_in if d.asked and draft_values.is_complete(d, merged) else d
                for d in self.content.documents
            ),
        )
        details = self._details(cells, problems)
        problems += self._of_people(filled)
        if not problems:
            problems += self._of_the_rest(filled)
        return FilledRow(filled, details, tuple(problems[:PROBLEMS_LIMIT]), merged)

    def _cell(self, kind: TargetKind, id: UUID | str, cells: Sequence[str]) -> str | None:
        """None where no column is chosen: it stays as in the template."""
        place = self.mapping.columns.get(f"{kind}-{id}")
        return None if place is None else cleaned(cells[place])

    def _text(self, text: str, cells: Sequence[str]) -> str:
        return cleaned(column_mapping.filled(text, self.headings, cells))

    def _recipient(self, recipient: Recipient, cells: Sequence[str]) -> Recipient:
        name = self._cell(TargetKind.NAME, recipient.id, cells)
        last = self._cell(TargetKind.LAST_NAME, recipient.id, cells)
        email = self._cell(TargetKind.EMAIL, recipient.id, cells)
        whole = f"{name or ''} {last or ''}".strip()
        return replace(
            recipient,
            name=recipient.name if name is None and last is None else " ".join(whole.split()),
            email=recipient.email if email is None else email,
        )

    def _field(self, field: Field, cells: Sequence[str], problems: list[RowProblem]) -> Field:
        cell = self._cell(TargetKind.FIELD, field.id, cells)
        key = f"{TargetKind.FIELD}-{field.id}"
        if not cell:
            if cell == "" and draft_sending.lacks_senders_value(field):
                problems.append(RowProblem(key, NO_VALUE))
            return field
        try:
            return cell_value.fill(field, cell, self.date_format, self.read)
        except Invalid as invalid:
            problems.append(RowProblem(key, invalid.errors["value"]))
            return field

    def _merge_values(self, cells: Sequence[str], problems: list[RowProblem]) -> dict[str, str]:
        found = {}
        for name, default in self.merge_values.items():
            cell = self._cell(TargetKind.MERGE, name, cells)
            value = cell or default
            key = f"{TargetKind.MERGE}-{name}"
            if not value:
                problems.append(RowProblem(key, NO_VALUE))
            elif cell and cell_value.is_formula(cell):
                problems.append(RowProblem(key, cell_value.FORMULA))
            elif len(value) > merge_fields.LONGEST:
                problems.append(RowProblem(key, ValueTooLong.message))
            else:
                found[name] = value
        return found

    def _details(self, cells: Sequence[str], problems: list[RowProblem]) -> dict[UUID, str]:
        found = {}
        for field in self.custom_fields:
            cell = self._cell(TargetKind.DETAIL, field.id, cells)
            key = f"{TargetKind.DETAIL}-{field.id}"
            if field.kind is custom_field.CustomFieldKind.DATE and cell:
                cell = cell_value.day(cell, self.date_format)
            try:
                value = custom_field.value(field, cell or "")
            except ValueError as wrong:
                problems.append(RowProblem(key, str(wrong)))
                continue
            if cell is not None and cell_value.is_formula(value):
                problems.append(RowProblem(key, cell_value.FORMULA))
            elif field.required and not value:
                problems.append(RowProblem(key, NO_VALUE))
            elif value:
                found[field.id] = value
        return found

    def _of_people(self, filled: Envelope) -> Iterator[RowProblem]:
        errors = recipient_list.errors(filled.recipients, self.reachable)
        for place, why in errors.items():
            about, _, number = place.partition("-")
            id = filled.recipients[int(number)].id if number else None
            known = about in (TargetKind.NAME, TargetKind.EMAIL)
            yield RowProblem(f"{about}-{id}" if known else "", why)
        for recipient in filled.recipients:
            if cell_value.is_formula(recipient.name):
                yield RowProblem(f"{TargetKind.NAME}-{recipient.id}", cell_value.FORMULA)

    def _of_the_rest(self, filled: Envelope) -> Iterator[RowProblem]:
        """What would keep the envelope from being sent."""
        if cell_value.is_formula(filled.name):
            yield RowProblem("", cell_value.FORMULA)
        for about, why in draft_sending.missing(filled, self.reachable).items():
            yield RowProblem(about if about in ("name", "message") else "", why)
