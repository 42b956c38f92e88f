"""A line through words of the page: the sender's, or one that a recipient ticks to draw."""

from core.fields.kind import FieldGroup, FieldKind, Printed
from core.fields.kinds.checkbox import parse
from core.refusals import counted, sentence

KIND = FieldKind(
    name="strikethrough",
    word=sentence("Strikethrough"),
    counted=counted("%(num)d strikethrough", "%(num)d strikethroughs"),
    group=FieldGroup.SENDER,
    rank=2,
    icon="strikethrough",
    size=(170.0, 16.0),
    is_required=False,
    step=sentence("Next: strike this out"),
    parse=parse,
    printed=Printed.LINE,
    senders_value="true",
    absent_is_empty=True,
)
