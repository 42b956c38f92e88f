"""What a formula says of other fields, such as quantity * price; no one fills it in."""

from datetime import date
from decimal import Decimal

from core.fields import number_format
from core.fields.expressions.value import Uncomputable, Value, ValueType
from core.fields.field_property import FieldProperty, Properties, PropertyControl
from core.fields.kind import FieldGroup, FieldKind
from core.fields.logic.conditions import SCHEMA, read_expression
from core.fields.look_properties import PRINTED
from core.fields.number_format import NUMBERS
from core.fields.property_types import choice_property
from core.fields.text_value import parse_text
from core.organizations import date_format as date_format_rules
from core.refusals import Invalid, counted, sentence
from core.text.printable import cleaned

FORMULA = FieldProperty[str](
    name="formula",
    word=sentence("Formula"),
    hint=sentence("Uses the names of other fields, such as quantity * price"),
    control=PropertyControl.LINE,
    default="",
    read=read_expression,
    schema=SCHEMA,
    asked=sentence("A formula field has no formula yet. Enter one, such as quantity * price."),
)
RESULT = choice_property(
    "result",
    sentence("Result"),
    {
        "number": sentence("Number"),
        "text": sentence("Text"),
        "date": sentence("Date"),
    },
)
TYPES = {"number": ValueType.NUMBER, "text": ValueType.TEXT, "date": ValueType.DATE}


def kept(value: Value, properties: Properties) -> str:
    """Raises Uncomputable for text that is too long or cannot be printed."""
    if isinstance(value, Decimal):
        return number_format.kept(value, properties)
    if isinstance(value, date):
        return value.isoformat()
    try:
        return parse_text(cleaned(str(value)), {})
    except Invalid as invalid:
        raise Uncomputable(invalid.errors["value"]) from None


def written(value: str, properties: Properties, date_format: str) -> str:
    match TYPES[RESULT.of(properties)]:
        case ValueType.NUMBER:
            return number_format.written(value, properties)
        case ValueType.DATE:
            return date_format_rules.shown(value, date_format)
    return value


KIND = FieldKind(
    name="formula",
    word=sentence("Formula"),
    counted=counted("%(num)d formula", "%(num)d formulas"),
    group=FieldGroup.FILL_IN,
    rank=20,
    icon="calculator",
    size=(110.0, 22.0),
    is_required=False,
    properties=(FORMULA, RESULT, *NUMBERS, *PRINTED),
    needs=(FORMULA,),
    parse=lambda value, properties: "",
    value_type=lambda properties: TYPES[RESULT.of(properties)],
    formula=FORMULA,
    result=kept,
    written=written,
)
