"""A field: the place on a page where one recipient signs or fills something in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from core.documents.document import Document
from core.evidence import canonical_json
from core.refusals import Invalid, sentence
from core.text.printable import is_prose, tidy, why_undrawable

TEXT_LIMIT = 500
BOX = ("x", "y", "width", "height")
SMALLEST = 6.0


class FieldType(StrEnum):
    SIGNATURE = "signature"
    INITIALS = "initials"
    DATE_SIGNED = "date_signed"
    TEXT = "text"
    CHECKBOX = "checkbox"

    @property
    def is_signature(self) -> bool:
        return self in (FieldType.SIGNATURE, FieldType.INITIALS)


@dataclass(frozen=True, slots=True)
class Field:
    """
    x, y, width and height are points from the top left corner of the page as shown;
    pages count from 1. The value of a signature or initials is the adopted signature's
    id, of a checkbox "true", of a date its ISO form; "" is not filled in.
    """

    id: UUID
    document_id: UUID
    recipient_id: UUID
    type: FieldType
    page: int
    x: float
    y: float
    width: float
    height: float
    required: bool = True
    label: str = ""
    value: str = ""

    @property
    def missing(self) -> bool:
        """Whether the recipient still has to do something here before finishing."""
        return self.required and not self.value and self.type is not FieldType.DATE_SIGNED


def check_place(field: Field, document: Document) -> None:
    """Raises Invalid when the field does not lie wholly on a page of the document."""
    if not 1 <= field.page <= len(document.pages):
        raise Invalid(page=sentence("This page does not exist. Place the field on another one."))
    page = document.pages[field.page - 1]
    numbers = (field.x, field.y, field.width, field.height)
    # Half a point forgives what browsers lose when they round.
    inside = (
        all(-0.5 <= n < 20_000 for n in numbers)
        and field.x + field.width <= page.width + 0.5
        and field.y + field.height <= page.height + 0.5
    )
    if not inside:
        raise Invalid(place=sentence("This field lies outside the page. Move it back onto it."))
    if min(field.width, field.height) < SMALLEST:
        raise Invalid(size=sentence("This field is too small to use. Make it larger."))


def accept_value(field: Field, value: str) -> str:
    """The value as it is stored. Raises Invalid, with the field's id as the name."""
    value = tidy(value)
    if field.type is FieldType.CHECKBOX:
        return "true" if value in ("true", "on", "1") else ""
    if field.type is FieldType.DATE_SIGNED:
        return ""
    if len(value) > TEXT_LIMIT:
        raise Invalid(**{str(field.id): sentence("Please shorten this to 500 characters.")})
    if not is_prose(value):
        raise Invalid(**{str(field.id): sentence("Please remove the unprintable characters.")})
    if why := why_undrawable(value):
        raise Invalid(**{str(field.id): why})
    return value


def date_value(today: date) -> str:
    """A date as it is printed on the page: unambiguous in every country (ISO 8601)."""
    return today.isoformat()


def box(field: Field) -> list[int]:
    """x, y, width and height in thousandths of a point."""
    return [round(1000 * n) for n in (field.x, field.y, field.width, field.height)]


def placements(fields: Sequence[Field]) -> str:
    """
    Fields as they are recorded. Coordinates in thousandths of a point, for canonical
    JSON has no fractions here.
    """
    return canonical_json.text(
        [
            {
                "id": f.id,
                "document": f.document_id,
                "recipient": f.recipient_id,
                "type": f.type,
                "page": f.page,
                "box": box(f),
                "required": f.required,
                "label": f.label,
            }
            for f in fields
        ]
    )
