"""What a column of the table can fill in: people, fields, the organization's own details."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.documents import merge_fields
from core.envelopes.custom_field import CustomField
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields.field import Field
from core.fields.field_name import NAME
from core.fields.properties import DEFAULT


class TargetKind(StrEnum):
    """
    What it is of a recipient, or a field, a merge field or a detail. A value begins the target's
    key.
    """

    NAME = "name"
    LAST_NAME = "last"
    EMAIL = "email"
    FIELD = "field"
    MERGE = "merge"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Target:
    """
    `group` is whom it is about, “Buyer”, and `word` what it is called, where it has a name of its
    own. `required`: the template has no value for it, so that each row has to have one. The `id` of
    a merge field is its name.
    """

    kind: TargetKind
    id: UUID | str
    group: str = ""
    word: str = ""
    name: str = ""  # by which programs know a field
    required: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"


def of(
    content: Envelope, custom_fields: Sequence[CustomField], merge_values: Mapping[str, str]
) -> tuple[Target, ...]:
    """
    In the order of the page on which columns are chosen. `merge_values` has the names that
    documents ask for, with the template's value or "".
    """
    people = (t for n, r in enumerate(content.recipients, 1) for t in _of_recipient(r, n))
    details = (
        Target(TargetKind.DETAIL, f.id, word=f.name, required=f.required) for f in custom_fields
    )
    merged = (
        Target(TargetKind.MERGE, name, word=merge_fields.word(name), name=name, required=not value)
        for name, value in merge_values.items()
    )
    return (*people, *_of_fields(content), *merged, *details)


def called(recipient: Recipient, number: int) -> str:
    """A role's name, else the person's; "" is for the page to number."""
    return recipient.role_name or recipient.name or recipient.email or str(number)


def fillable(content: Envelope) -> tuple[Field, ...]:
    """Fields that have something in them before anyone signs, in reading order."""
    order = {d.id: d.position for d in content.documents}
    found = (f for f in content.fields if DEFAULT in f.kind.properties)
    return tuple(sorted(found, key=lambda f: (order[f.document_id], f.page, f.y, f.x)))


def _of_recipient(recipient: Recipient, number: int) -> Iterator[Target]:
    group = called(recipient, number)
    is_open = recipient.options.named_later
    needs_name = not recipient.name and not is_open
    yield Target(TargetKind.NAME, recipient.id, group, required=needs_name)
    yield Target(TargetKind.LAST_NAME, recipient.id, group)
    needs = not (recipient.email or recipient.role.in_person or is_open)
    yield Target(TargetKind.EMAIL, recipient.id, group, required=needs)


def _of_fields(content: Envelope) -> Iterator[Target]:
    people = {r.id: called(r, n) for n, r in enumerate(content.recipients, 1)}
    seen: dict[str, int] = {}
    for field in fillable(content):
        name = NAME.of(field.properties)
        word = field.label or name or field.kind.word
        seen[word] = seen.get(word, 0) + 1
        if seen[word] > 1:
            word = f"{word} {seen[word]}"
        group = people.get(field.recipient_ids[0], "") if len(field.recipient_ids) == 1 else ""
        empty = field.required and not field.recipient_ids and not DEFAULT.of(field.properties)
        yield Target(TargetKind.FIELD, field.id, group, word, name, required=empty)
