"""A field: the place on a page where a recipient signs or fills something in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from core.documents.document import PAGES_LIMIT, Document
from core.envelopes.recipient import Recipient
from core.fields import text_look
from core.fields.field_property import Properties
from core.fields.kind import FieldKind, Printed
from core.fields.properties import DEFAULT, READ_ONLY, TAB_ORDER, first_of
from core.organizations import date_format as date_format_rules
from core.refusals import Invalid, sentence
from core.text import canonical_json
from core.text.printable import cleaned

BOX = ("x", "y", "width", "height")
SMALLEST = 6.0
NO_PAGE = sentence("This page does not exist. Place the field on another page.")
OUTSIDE = sentence("This field is outside the page. Move it back onto the page.")


@dataclass(frozen=True, slots=True)
class Field:
    """
    x, y, width and height are points from the top left corner of the page as shown;
    pages count from 1. What a value says depends on the kind; "" is not filled in.

    `recipient_ids`, in rising order, are those who may fill it in: the first of them who does is
    `filled_by`. Where there are none, the sender has filled it in, before sending.
    """

    id: UUID
    document_id: UUID
    recipient_ids: tuple[UUID, ...]
    kind: FieldKind
    page: int
    x: float
    y: float
    width: float
    height: float
    required: bool = True
    label: str = ""
    value: str = ""
    filled_by: UUID | None = None
    properties: Properties = field(default_factory=dict, hash=False)
    # Of a field as it stands with what is filled in (core/fields/logic): never stored.
    is_hidden: bool = field(default=False, compare=False)

    @property
    def size(self) -> tuple[float, float]:
        return self.width, self.height

    @property
    def is_asked(self) -> bool:
        """Whether the recipient has something to do here."""
        return self.kind.is_asked and not READ_ONLY.of(self.properties)

    @property
    def is_shared(self) -> bool:
        return len(self.recipient_ids) > 1

    @property
    def order_on_page(self) -> tuple[float, ...]:
        number = TAB_ORDER.of(self.properties)
        return self.page, not number, number, self.y, self.x

    def is_for(self, recipient_id: UUID) -> bool:
        """Whether this recipient may fill it in: no one else has, and finished."""
        return recipient_id in self.recipient_ids and self.filled_by in (None, recipient_id)

    def filled(self, value: str, recipient_id: UUID) -> "Field":
        """By this recipient; what several may fill in is no one's until one of them finishes."""
        by = recipient_id if value and not self.is_shared else None
        return replace(self, value=value, filled_by=by)

    @property
    def missing(self) -> bool:
        """Whether the recipient still has to do something here before finishing."""
        if not self.required or not self.is_asked:
            return False
        lacks = self.kind.is_incomplete
        return not self.value or (lacks is not None and lacks(self.value, self.properties))


def check_box(field: Field) -> None:
    """Raises Invalid when the field can lie on no page at all."""
    if not 1 <= field.page <= PAGES_LIMIT:
        raise Invalid(page=NO_PAGE)
    # Half a point forgives what browsers lose when they round. NaN is neither more nor less.
    if not all(-0.5 <= n < 20_000 for n in (field.x, field.y, field.width, field.height)):
        raise Invalid(place=OUTSIDE)
    if min(field.width, field.height) < SMALLEST:
        raise Invalid(size=sentence("This field is too small to use. Make it larger."))


def check_place(field: Field, document: Document) -> None:
    """Raises Invalid when the field does not lie wholly on a page of the document."""
    if not 1 <= field.page <= len(document.pages):
        raise Invalid(page=NO_PAGE)
    check_box(field)
    page = document.pages[field.page - 1]
    if field.x + field.width > page.width + 0.5 or field.y + field.height > page.height + 0.5:
        raise Invalid(place=OUTSIDE)


def lies_on(field: Field, document: Document) -> bool:
    """Whether it is wholly on a page of the document."""
    try:
        check_place(field, document)
    except Invalid:
        return False
    return True


def accept_value(field: Field, value: str) -> str:
    """The value as it is stored. Raises Invalid, with the field's id as the name."""
    if READ_ONLY.of(field.properties):
        return field.value
    try:
        accepted = field.kind.parse(cleaned(value), field.properties)
        if field.kind.fits and not field.kind.fits(accepted, field.properties, *field.size):
            wrong = sentence("This does not fit into its place on the page. Shorten it.")
            raise Invalid(value=wrong)
        check_fits(field, accepted)
    except Invalid as invalid:
        raise Invalid(**{str(field.id): invalid.errors["value"]}) from None
    return accepted


def check_fits(field: Field, value: str) -> None:
    """Raises Invalid with the name `value` for what could not be read where it is printed."""
    if field.kind.printed is Printed.TEXT:
        look = text_look.of(field.properties)
        text_look.check_fits(value, look, field.width, field.height)


def with_default(kind: FieldKind, properties: Properties) -> Properties:
    """
    The properties with their value to begin with as it would be kept of a recipient.

    Raises Invalid when it is none that a recipient could give.
    """
    default = DEFAULT.of(properties)
    if not default:
        return properties
    try:
        return {**properties, DEFAULT.name: kind.parse(default, properties)}
    except Invalid as invalid:
        raise Invalid(default=invalid.errors["value"]) from None


def first_value(field: Field, recipient: Recipient) -> str:
    """What stands in the field when its recipient begins; of one for several no one's name."""
    prefill = None if field.is_shared else field.kind.prefill
    known = prefill(recipient) if prefill else ""
    default = first_of(field.properties)
    try:
        value = field.kind.parse(default or cleaned(known), field.properties)
        if not default and field.is_asked:
            check_fits(field, value)
    except Invalid:  # a name that is longer than the field may be
        return ""
    return value


def senders_value(field: Field) -> str:
    """What stands in a field that no recipient fills in."""
    return field.kind.value_of_sender(field.properties)


def last_value(field: Field, recipient: Recipient, today: date) -> str:
    """What the recipient signs: what no one may change is not taken from the row."""
    if field.kind.at_finish:
        return field.kind.at_finish(today)
    if field.kind.formula:
        return field.value
    if field.is_asked:
        return field.value
    return first_value(replace(field, recipient_ids=(recipient.id,)), recipient)


def shown_value(field: Field, date_format: str) -> str:
    """As it is read by people, on pages and on paper."""
    if field.kind.written and field.value:
        return field.kind.written(field.value, field.properties, date_format)
    return date_format_rules.shown(field.value, date_format) if field.kind.is_day else field.value


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
                "recipients": list(f.recipient_ids),
                "kind": f.kind.name,
                "page": f.page,
                "box": box(f),
                "required": f.required,
                "label": f.label,
                "properties": f.properties,
            }
            for f in fields
        ]
    )
