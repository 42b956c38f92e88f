"""What a kind of field declares: everything that pages, stamp and trail know of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.envelopes.recipient import Recipient
from core.fields.adoption import Adoption
from core.fields.common_properties import COMMON
from core.fields.expressions.value import Value, ValueType
from core.fields.field_property import FieldProperty, Properties
from core.fields.properties import CHECKED, DEFAULT, HANDLED, first_of
from core.fields.text_value import parse_text
from core.refusals import sentence


class FieldGroup(StrEnum):
    """The heading under which the palette offers a kind; in its order."""

    SIGN = sentence("Sign")
    SIGNER = sentence("About the signer")
    FILL_IN = sentence("Fill in")
    DECIDE = sentence("Actions")
    SENDER = sentence("From you")


class Printed(StrEnum):
    """How a value is shown, on the signing page and on the sealed document."""

    TEXT = "text"
    TICK = "tick"
    LINE = "line"  # through the printed text
    TABLE = "table"  # of lines, whose last one is the total
    PICTURE = "picture"  # of an adopted signature, whose id is the value


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FieldKind:
    """
    One kind of field; its page template is `templates/fields/kinds/NAME.html`.

    `size` is width and height in points of a field that was not drawn by hand. `step` is what the
    one button of the signing page says. `parse` takes what was typed, without what surrounds it,
    and the field's properties, and gives the value that is stored, "" for not filled in; it raises
    Invalid with the name `value`. `properties` are its own; those that every kind has are added.
    """

    name: str
    word: str
    counted: tuple[str, str]  # one and many, with %(num)d in it
    group: FieldGroup
    rank: int = 50  # the place within the group
    icon: str
    size: tuple[float, float]
    is_square: bool = False
    is_required: bool = True  # when it is placed
    step: str = sentence("Next: fill this in")
    properties: tuple[FieldProperty[Any], ...] = ()
    needs: tuple[FieldProperty[Any], ...] = ()  # before an envelope can be sent
    parse: Callable[[str, Properties], str] = parse_text
    # What is known of the recipient already, to begin with.
    prefill: Callable[[Recipient], str] | None = None
    printed: Printed = Printed.TEXT
    is_day: bool = False  # its value is a day, which is shown as the organization writes days
    adoption: Adoption | None = None  # filled in by adopting a signature
    has_caption: bool = False  # who signed and when is printed below the picture
    # Its value where the sender fills it in and has nothing to type.
    senders_value: str = ""
    only_sender: bool = False  # it is for no recipient to fill in
    leads_elsewhere: bool = False  # to a place that only the sender chooses
    has_value: bool = True  # else it leads elsewhere, and nothing of it is kept or printed
    is_uploaded: bool = False  # filled in by a file of the recipient, and in no other way
    is_pressed: bool = False  # filled in by a button, which then looks different
    # What reads a typed value before `parse`, where that takes more than the standard library:
    # the name of a row in tenants/use_cases/fields/value_readers.py.
    reader: str = ""
    # A form says nothing of a box that is not ticked.
    absent_is_empty: bool = False
    # The value that the product fills in when the recipient finishes on that day.
    at_finish: Callable[[date], str] | None = None
    # What it is to conditions and formulas; a text, a box or a day as it is printed, if left out.
    value_type: Callable[[Properties], ValueType] | None = None
    # The number that a value means, where it is not written in digits.
    number: Callable[[str, Properties], Decimal | None] | None = None
    # Of a computed kind: the property with its formula, and a result as it is kept, which raises
    # Uncomputable for what cannot be printed.
    formula: FieldProperty[str] | None = None
    result: Callable[[Value, Properties], str] | None = None
    # A value as people read it, with how the organization writes days.
    written: Callable[[str, Properties, str], str] | None = None
    # Whether a value that is there lacks something that a required field needs.
    is_incomplete: Callable[[str, Properties], bool] | None = None
    # Whether a value can be read on paper in a box of this width and height in points.
    fits: Callable[[str, Properties, float, float], bool] | None = None
    is_button: bool = False  # one of the buttons of its group is chosen
    # What is found in a PDF and becomes a field of this kind: form fields, and what labels ask for
    # in the words of pdf/finding/vocabulary.
    found_as: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        is_handled = not (self.at_finish or self.formula or self.only_sender)
        own = (*self.properties, *(HANDLED if is_handled else ()))
        object.__setattr__(self, "properties", (*own, *COMMON))

    @property
    def is_adopted(self) -> bool:
        return self.adoption is not None

    @property
    def is_signature(self) -> bool:
        """Filling it in is an act of signing."""
        return self.adoption is not None and not self.adoption.is_of_field

    @property
    def is_asked(self) -> bool:
        """The recipient has something to do here."""
        if self.at_finish or self.formula:
            return False
        return self.has_value and not self.only_sender

    @property
    def is_for_sender(self) -> bool:
        """It can be for no recipient: the sender fills it in, or it is computed."""
        has_default = DEFAULT in self.properties or CHECKED in self.properties
        return has_default or bool(self.senders_value or self.formula)

    def value_of_sender(self, properties: Properties) -> str:
        """Its value where no recipient fills it in."""
        return first_of(properties) or self.senders_value
