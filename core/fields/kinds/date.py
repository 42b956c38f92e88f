"""A day that the recipient chooses; its value is its ISO form, which every country reads alike."""

from datetime import date

from core.fields.field_property import Properties
from core.fields.kind import FieldGroup, FieldKind
from core.fields.properties import DEFAULT, PRINTED, READ_ONLY
from core.refusals import Invalid, counted, sentence


def parse(value: str, properties: Properties) -> str:
    try:
        return value and date.fromisoformat(value).isoformat()
    except ValueError:
        raise Invalid(value=sentence("Please enter a date, such as 2026-03-31.")) from None


KIND = FieldKind(
    name="date",
    word=sentence("Date"),
    counted=counted("%(num)d date to enter", "%(num)d dates to enter"),
    group=FieldGroup.FILL_IN,
    rank=6,
    icon="calendar-days",
    size=(110.0, 22.0),
    properties=(DEFAULT, READ_ONLY, *PRINTED),
    parse=parse,
    is_day=True,
    found_as=("date", "other_date"),
)
