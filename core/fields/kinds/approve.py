"""A button by which a recipient approves the text beside it; the word is printed there."""

from core.fields.field_property import Properties
from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.refusals import counted, sentence

APPROVED = "Approved"


def parse(value: str, properties: Properties) -> str:
    return APPROVED if value else ""


KIND = FieldKind(
    name="approve",
    word=sentence("Approve"),
    counted=counted("%(num)d approval", "%(num)d approvals"),
    group=FieldGroup.DECIDE,
    rank=1,
    icon="badge-check",
    size=(110.0, 26.0),
    step=sentence("Next: approve here"),
    properties=PRINTED,
    parse=parse,
    is_pressed=True,
)
