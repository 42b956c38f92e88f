"""A field that a document brings along or seems to ask for: the sender accepts it, or does not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from core.documents.document import Page
from core.envelopes.recipient import Recipient
from core.fields import field_name, kinds, properties
from core.fields.field import SMALLEST, Field, with_default
from core.fields.field_name import NAME
from core.fields.field_property import Properties
from core.fields.kind import FieldKind
from core.fields.properties import CHECKED, DEFAULT
from core.refusals import Invalid
from core.text.printable import cleaned, is_line

LABEL_LIMIT = 100


class FoundSource(StrEnum):
    """What tells of it, the surest first."""

    FORM = "form"  # a form field (AcroForm)
    TAG = "tag"  # {{signature;role=Buyer}}
    SUGGESTION = "suggestion"  # lines, boxes and labels
    REPLACED = "replaced"  # of the version before, where this one has no place for it


FORM_KINDS = (FoundSource.FORM, FoundSource.SUGGESTION)


@dataclass(frozen=True, slots=True)
class FoundField:
    """
    `key` tells it from the others of its document. `role` is the word for who fills it in, `side`
    their number among those who sign; 0: no one knows. What is `drawn` in it is on the page, and
    one that `is_filled` stays as it is there until its form is made editable.
    """

    key: str
    source: FoundSource
    kind: FieldKind
    page: int
    x: float
    y: float
    width: float
    height: float
    required: bool
    label: str = ""
    name: str = ""
    role: str = ""
    side: int = 0
    drawn: str = ""
    is_filled: bool = False
    recipient_ids: tuple[UUID, ...] = ()  # of one that was a field before
    properties: Properties = field(default_factory=dict, hash=False)

    def id_in(self, document_id: UUID) -> UUID:
        """Of the field that it becomes: the same each time, so that it becomes one once."""
        return uuid5(document_id, f"found {self.key}")

    def with_value(self) -> "FoundField | None":
        """With what is drawn in it as its value to begin with; None where it can have none."""
        if self.drawn and CHECKED in self.kind.properties:
            return replace(self, properties={**self.properties, CHECKED.name: True})
        if not self.drawn or DEFAULT not in self.kind.properties:
            return None
        text = "\n".join(self.drawn.replace("\r\n", "\n").split("\r"))
        try:
            filled = with_default(self.kind, {**self.properties, DEFAULT.name: text})
        except Invalid:
            return None
        return replace(self, properties=filled)

    def placed(
        self, document_id: UUID, recipient_ids: Sequence[UUID], taken: Collection[str] = ()
    ) -> Field:
        """As a field of these; `taken` are names that other fields have."""
        own = "" if self.kind.is_button else self.name.rpartition(".")[2]
        named = field_name.suggested(own, taken)
        return Field(
            self.id_in(document_id),
            document_id,
            tuple(recipient_ids),
            self.kind,
            self.page,
            self.x,
            self.y,
            self.width,
            self.height,
            required=self.required,
            label=self.label,
            properties={**self.properties, **({NAME.name: named} if named else {})},
        )


def read(row: Mapping[str, Any]) -> FoundField:
    """From what intake wrote down of it (actors/pdf/finding/found_place)."""
    source = FoundSource(row.get("source", FoundSource.FORM))
    named = kinds.of_form_field if source in FORM_KINDS else kinds.named
    kind = named(row["kind"])
    required = row.get("required")
    return FoundField(
        key=row.get("key", ""),
        source=source,
        kind=kind,
        page=row["page"],
        x=row["x"],
        y=row["y"],
        width=max(row["width"], SMALLEST),
        height=max(row["height"], SMALLEST),
        required=kind.is_required if required is None else required,
        label=_label(row.get("label", "")),
        name=row.get("name", ""),
        role=row.get("role", ""),
        side=row.get("side", 0),
        drawn=row.get("value", ""),
        is_filled=row.get("is_filled", False),
        recipient_ids=tuple(UUID(id) for id in row.get("recipients", ())),
        properties=_kept(kind, row.get("properties", {})),
    )


def lost(field: Field, pages: Sequence[Page]) -> dict[str, Any]:
    """A field without a place, as `read` reads it: about where it was, for want of a better."""
    number = min(field.page, len(pages))
    page = pages[number - 1]
    width, height = min(field.width, page.width), min(field.height, page.height)
    return {
        "key": str(field.id),
        "source": FoundSource.REPLACED.value,
        "kind": field.kind.name,
        "page": number,
        "x": max(min(field.x, page.width - width), 0.0),
        "y": max(min(field.y, page.height - height), 0.0),
        "width": width,
        "height": height,
        "required": field.required,
        "label": field.label,
        "name": NAME.of(field.properties),
        "recipients": [str(id) for id in field.recipient_ids],
        "properties": dict(field.properties),
    }


def recipient_for(found: FoundField, recipients: Sequence[Recipient]) -> Recipient | None:
    """
    Who fills it in, as its role or its side says; the first, where nothing is said.

    None where there are fewer recipients than sides that sign.
    """
    able = [recipient for recipient in recipients if recipient.role.has_fields]
    role = found.role.casefold()
    if role:
        for recipient in able:
            if role in (recipient.role_name.casefold(), recipient.name.casefold()):
                return recipient
    if found.source is FoundSource.TAG and role and found.side == 0:
        return None
    place = max(found.side - 1, 0)
    return able[place] if place < len(able) else None


def uncovered(rows: Iterable[dict[str, Any]], fields: Collection[Field]) -> list[dict[str, Any]]:
    """
    Those of what was found in a document whose middle lies in none of its fields, and its text
    tags: they name a role on purpose, and one that no one has is told.
    """
    return [
        row
        for row in rows
        if row.get("source") == FoundSource.TAG or not any(_covers(field, row) for field in fields)
    ]


def _covers(field: Field, row: Mapping[str, Any]) -> bool:
    x, y = row["x"] + row["width"] / 2, row["y"] + row["height"] / 2
    across, down = field.x <= x <= field.x + field.width, field.y <= y <= field.y + field.height
    return bool(field.page == row["page"] and across and down)


def _label(given: str) -> str:
    label = cleaned(given)[:LABEL_LIMIT].strip()
    return label if is_line(label) else ""


def _kept(kind: FieldKind, given: Mapping[str, object]) -> Properties:
    """Those that the kind has and can take; for what is missing the sender is asked."""
    kept: dict[str, Any] = {}
    for property in kind.properties:
        if property.name not in given:
            continue
        try:
            kept |= properties.read([property], {property.name: given[property.name]})
        except Invalid:
            continue
    return kept
