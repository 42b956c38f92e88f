"""The properties that say when a field is shown or required, and which fields form a group."""

from core.fields.expressions import syntax
from core.fields.expressions.value import UnreadableExpression
from core.fields.field_name import NAME_LIMIT, PATTERN, read
from core.fields.field_property import FieldProperty, PropertyControl
from core.fields.property_types import line_property, number_property
from core.refusals import Invalid, sentence

GROUP_LIMIT = 500  # boxes of a group that can be asked for


def read_expression(given: object) -> str:
    """What it names is checked with all fields of the envelope (rules.py). Raises Invalid."""
    text = given.strip() if isinstance(given, str) else ""
    if not isinstance(given, str | None):
        raise Invalid(value=sentence("Write a formula, such as quantity * price."))
    try:
        return syntax.read(text).text if text else ""
    except UnreadableExpression as unreadable:
        raise Invalid(value=unreadable.sentence) from None


SCHEMA = {"type": "string", "maxLength": syntax.LENGTH_LIMIT}
SHOWN_IF = FieldProperty[str](
    name="shown_if",
    word=sentence("Show only if"),
    hint=sentence('A condition, such as contract == "Lease" and not is_empty(rent)'),
    control=PropertyControl.LINE,
    default="",
    read=read_expression,
    schema=SCHEMA,
)
REQUIRED_IF = FieldProperty[str](
    name="required_if",
    word=sentence("Require only if"),
    control=PropertyControl.LINE,
    default="",
    read=read_expression,
    schema=SCHEMA,
)
GROUP = FieldProperty[str](
    name="group",
    asked=sentence("A radio button has no group yet. Enter a name for its group."),
    word=sentence("Group"),
    hint=sentence("Fields with the same group name belong together and share their conditions"),
    control=PropertyControl.LINE,
    default="",
    read=read,
    schema={"type": "string", "pattern": f"^{PATTERN.pattern}$", "maxLength": NAME_LIMIT},
)
LEAST = number_property(
    "group_minimum",
    sentence("Check at least"),
    1,
    GROUP_LIMIT,
    hint=sentence("Counts all checkboxes in the group"),
)
MOST = number_property("group_maximum", sentence("Check at most"), 1, GROUP_LIMIT)
CHOICE = line_property(
    "choice",
    sentence("Value when chosen"),
    hint=sentence("How conditions and data refer to it; its label if empty"),
)
CONDITIONS = (SHOWN_IF, REQUIRED_IF)
BOXES = (LEAST, MOST)  # of kinds that are ticked
