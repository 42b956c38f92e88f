"""One of the options that the sender wrote, chosen from a list; its value is the option."""

from core.fields.field_property import Properties
from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT, OPTIONS, READ_ONLY
from core.refusals import Invalid, counted, sentence


def parse(value: str, properties: Properties) -> str:
    if value and value not in OPTIONS.of(properties):
        raise Invalid(value=sentence("Please choose one of the options."))
    return value


KIND = FieldKind(
    name="dropdown",
    word=sentence("Dropdown"),
    counted=counted("%(num)d dropdown", "%(num)d dropdowns"),
    group=FieldGroup.FILL_IN,
    rank=3,
    icon="square-chevron-down",
    size=(170.0, 22.0),
    step=sentence("Next: choose here"),
    properties=(OPTIONS, DEFAULT, READ_ONLY, *PRINTED),
    needs=(OPTIONS,),
    parse=parse,
    found_as=("dropdown",),
)
