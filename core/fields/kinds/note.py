"""What the sender writes onto the page, for everyone to read."""

from core.fields.field_property import PROSE_LIMIT, Properties
from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT
from core.fields.text_value import parse_text
from core.refusals import counted, sentence


def parse(value: str, properties: Properties) -> str:
    return parse_text(value, properties, PROSE_LIMIT)


KIND = FieldKind(
    name="note",
    word=sentence("Note"),
    counted=counted("%(num)d note", "%(num)d notes"),
    group=FieldGroup.SENDER,
    rank=1,
    icon="sticky-note",
    size=(170.0, 44.0),
    is_required=False,
    properties=(DEFAULT, *PRINTED),
    needs=(DEFAULT,),
    parse=parse,
    only_sender=True,
)
