"""One of the options that the sender wrote, all of them in sight; its value is the option."""

from core.fields.kind import FieldGroup, FieldKind
from core.fields.kinds.dropdown import parse
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT, OPTIONS, READ_ONLY
from core.refusals import counted, sentence

KIND = FieldKind(
    name="radio",
    word=sentence("Radio button list"),
    counted=counted("%(num)d group of radio buttons", "%(num)d groups of radio buttons"),
    group=FieldGroup.FILL_IN,
    rank=4,
    icon="circle-dot",
    size=(120.0, 54.0),
    step=sentence("Next: choose here"),
    properties=(OPTIONS, DEFAULT, READ_ONLY, *PRINTED),
    needs=(OPTIONS,),
    parse=parse,
    absent_is_empty=True,
)
