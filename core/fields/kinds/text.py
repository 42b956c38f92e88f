"""Whatever the recipient is to write."""

from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import CELLS
from core.fields.properties import COUNTRY, FORMAT, LINES, TYPED
from core.refusals import counted, sentence

KIND = FieldKind(
    name="text",
    word=sentence("Text"),
    counted=counted("%(num)d text field", "%(num)d text fields"),
    group=FieldGroup.FILL_IN,
    rank=1,
    icon="type",
    size=(170.0, 22.0),
    properties=(LINES, *TYPED, FORMAT, COUNTRY, CELLS),
    found_as=("text",),
)
