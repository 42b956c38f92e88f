"""A box to tick; its value is "true" or ""."""

from core.fields.field_property import Properties
from core.fields.kind import FieldGroup, FieldKind, Printed
from core.fields.logic.conditions import BOXES
from core.fields.properties import CHECKED
from core.refusals import counted, sentence


def parse(value: str, properties: Properties) -> str:
    return "true" if value in ("true", "on", "1") else ""


KIND = FieldKind(
    name="checkbox",
    word=sentence("Checkbox"),
    counted=counted("%(num)d checkbox", "%(num)d checkboxes"),
    group=FieldGroup.FILL_IN,
    rank=2,
    icon="square-check",
    size=(16.0, 16.0),
    is_square=True,
    is_required=False,
    step=sentence("Next: check this box"),
    properties=(CHECKED, *BOXES),
    parse=parse,
    printed=Printed.TICK,
    absent_is_empty=True,
    found_as=("checkbox",),
)
