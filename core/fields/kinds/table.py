"""Lines of cells that the recipient fills in, with amounts and a total."""

from core.fields.expressions.value import ValueType
from core.fields.field_property import Properties
from core.fields.kind import FieldGroup, FieldKind, Printed
from core.fields.look_properties import FONT_SIZE
from core.fields.number_format import NUMBERS
from core.fields.property_types import number_property
from core.fields.table import layout, lines
from core.fields.table.columns import COLUMNS
from core.fields.table.lines import LINES_LIMIT
from core.refusals import Invalid, counted, sentence

LINES_USUAL = 20
SCHEMA = {"type": "integer", "minimum": 0, "maximum": LINES_LIMIT}


def check_lines(most: int, properties: Properties) -> None:
    if most < LEAST_LINES.of(properties):
        wrong = sentence("The maximum is less than the minimum. Change one of them.")
        raise Invalid(value=wrong)


LEAST_LINES = number_property("lines_minimum", sentence("Minimum lines"), 1, LINES_LIMIT)
MOST_LINES = number_property(
    "lines_maximum",
    sentence("Maximum lines"),
    1,
    LINES_LIMIT,
    hint=sentence("20 if left empty"),
    check=check_lines,
)


def parse(value: str, properties: Properties) -> str:
    return lines.parse(value, properties, MOST_LINES.of(properties) or LINES_USUAL)


def written(value: str, properties: Properties, date_format: str) -> str:
    """One text line for each, where there is no room for a table."""
    table = lines.filled(value, properties)
    texts = [" · ".join(filter(None, line)) for line in table.lines]
    return "\n".join([*texts, table.total] if table.total else texts)


def is_incomplete(value: str, properties: Properties) -> bool:
    return lines.is_incomplete(value, properties, LEAST_LINES.of(properties))


KIND = FieldKind(
    name="table",
    word=sentence("Table"),
    counted=counted("%(num)d table", "%(num)d tables"),
    group=FieldGroup.FILL_IN,
    rank=21,
    icon="table",
    size=(400.0, 140.0),
    step=sentence("Next: fill in the table"),
    properties=(COLUMNS, LEAST_LINES, MOST_LINES, *NUMBERS, FONT_SIZE),
    needs=(COLUMNS,),
    parse=parse,
    printed=Printed.TABLE,
    value_type=lambda properties: ValueType.NUMBER,
    number=lines.total,
    written=written,
    is_incomplete=is_incomplete,
    fits=layout.fits,
)
