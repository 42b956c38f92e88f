"""The recipient's name, to begin with as the sender wrote it."""

from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT, LENGTH, PLACEHOLDER, READ_ONLY
from core.refusals import counted, sentence

KIND = FieldKind(
    name="full_name",
    word=sentence("Full name"),
    counted=counted("%(num)d name", "%(num)d names"),
    group=FieldGroup.SIGNER,
    rank=2,
    icon="user-round",
    size=(170.0, 22.0),
    properties=(PLACEHOLDER, DEFAULT, READ_ONLY, LENGTH, *PRINTED),
    prefill=lambda recipient: recipient.name,
    found_as=("name",),
)
