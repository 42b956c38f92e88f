"""A button that leads to the page on which a recipient declines; nothing of it is printed."""

from core.fields.kind import FieldGroup, FieldKind
from core.refusals import counted, sentence

KIND = FieldKind(
    name="decline",
    word=sentence("Decline"),
    counted=counted("%(num)d button to decline", "%(num)d buttons to decline"),
    group=FieldGroup.DECIDE,
    rank=2,
    icon="ban",
    size=(110.0, 26.0),
    is_required=False,
    parse=lambda value, properties: "",
    has_value=False,
)
