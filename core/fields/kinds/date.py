"""A day that the recipient chooses; its value is its ISO form, which every country reads alike."""

from datetime import date

from core.fields.field_property import FieldProperty, Properties, PropertyControl, PropertySection
from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT, READ_ONLY
from core.refusals import FilledSentence, Invalid, counted, sentence

TODAY = "today"  # the day on which it is filled in
SCHEMA = {"type": "string", "pattern": f"^({TODAY}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})?$"}


def read_bound(given: object) -> str:
    text = given.strip().lower() if isinstance(given, str) else ""
    if isinstance(given, str | None) and (text in ("", TODAY) or _is_day(text)):
        return text
    raise Invalid(value=sentence("Enter a date, such as 2026-03-31, or the word today."))


def check_bounds(latest: str, properties: Properties) -> None:
    earliest = EARLIEST.of(properties)
    if _is_day(earliest) and _is_day(latest) and latest < earliest:
        wrong = sentence("The latest date is before the earliest. Change one of them.")
        raise Invalid(value=wrong)


EARLIEST = FieldProperty[str](
    name="earliest",
    word=sentence("Earliest date"),
    hint=sentence("A date such as 2026-03-31, or today for no date in the past"),
    section=PropertySection.CHECKS,
    control=PropertyControl.LINE,
    default="",
    read=read_bound,
    schema=SCHEMA,
)
LATEST = FieldProperty[str](
    name="latest",
    word=sentence("Latest date"),
    hint=sentence("A date, or today for no date in the future"),
    section=PropertySection.CHECKS,
    control=PropertyControl.LINE,
    default="",
    read=read_bound,
    schema=SCHEMA,
    check=check_bounds,
)


def parse(value: str, properties: Properties) -> str:
    """The bound `today` is checked by `check_today`: a kind knows no clock."""
    try:
        day = value and date.fromisoformat(value).isoformat()
    except ValueError:
        raise Invalid(value=sentence("Please enter a date, such as 2026-03-31.")) from None
    earliest, latest = EARLIEST.of(properties), LATEST.of(properties)
    if day and _is_day(earliest) and day < earliest:
        wrong = sentence("Please enter a date on or after %(day)s.")
        raise Invalid(value=FilledSentence(wrong, day=earliest))
    if day and _is_day(latest) and day > latest:
        wrong = sentence("Please enter a date on or before %(day)s.")
        raise Invalid(value=FilledSentence(wrong, day=latest))
    return day


def check_today(day: str, properties: Properties, first: date, last: date) -> None:
    """Today may be any day from `first` to `last`: it differs by where people are."""
    if not _is_day(day):
        return
    if EARLIEST.of(properties) == TODAY and date.fromisoformat(day) < first:
        raise Invalid(value=sentence("Please enter today’s date or a later one."))
    if LATEST.of(properties) == TODAY and date.fromisoformat(day) > last:
        raise Invalid(value=sentence("Please enter today’s date or an earlier one."))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


KIND = FieldKind(
    name="date",
    word=sentence("Date"),
    counted=counted("%(num)d date to enter", "%(num)d dates to enter"),
    group=FieldGroup.FILL_IN,
    rank=6,
    icon="calendar-days",
    size=(110.0, 22.0),
    properties=(DEFAULT, READ_ONLY, EARLIEST, LATEST, *PRINTED),
    parse=parse,
    is_day=True,
    reader="date",
    found_as=("date", "other_date"),
)
