"""One button of a group that is spread over the page; one of the group is chosen."""

from core.fields.kind import FieldGroup, FieldKind, Printed
from core.fields.kinds.checkbox import parse
from core.fields.logic.conditions import CHOICE, GROUP
from core.refusals import counted, sentence

KIND = FieldKind(
    name="radio_button",
    word=sentence("Radio button"),
    counted=counted("%(num)d radio button", "%(num)d radio buttons"),
    group=FieldGroup.FILL_IN,
    rank=4,
    icon="circle-dot",
    size=(16.0, 16.0),
    is_square=True,
    step=sentence("Next: choose here"),
    properties=(CHOICE,),
    needs=(GROUP,),
    parse=parse,
    printed=Printed.TICK,
    is_button=True,
    absent_is_empty=True,
    found_as=("radio",),
)
