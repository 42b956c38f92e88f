"""What the recipient is in their company."""

from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT, LENGTH, PLACEHOLDER, READ_ONLY
from core.refusals import counted, sentence

KIND = FieldKind(
    name="title",
    word=sentence("Title"),
    counted=counted("%(num)d title", "%(num)d titles"),
    group=FieldGroup.SIGNER,
    rank=5,
    icon="briefcase",
    size=(170.0, 22.0),
    properties=(PLACEHOLDER, DEFAULT, READ_ONLY, LENGTH, *PRINTED),
    found_as=("title",),
)
