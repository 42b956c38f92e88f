"""The day on which the recipient finished, where the organization is; no one writes it."""

from datetime import date

from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.refusals import counted, sentence

KIND = FieldKind(
    name="date_signed",
    word=sentence("Date signed"),
    counted=counted("%(num)d date", "%(num)d dates"),
    group=FieldGroup.SIGNER,
    rank=1,
    icon="calendar",
    size=(92.0, 22.0),
    parse=lambda value, properties: "",
    properties=PRINTED,
    is_day=True,
    at_finish=date.isoformat,
    found_as=("date_signed",),
)
