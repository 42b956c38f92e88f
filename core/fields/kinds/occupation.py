"""What the recipient does for a living, which a witness is often asked for."""

from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT, LENGTH, PLACEHOLDER, READ_ONLY
from core.refusals import counted, sentence

KIND = FieldKind(
    name="occupation",
    word=sentence("Occupation"),
    counted=counted("%(num)d occupation", "%(num)d occupations"),
    group=FieldGroup.SIGNER,
    rank=8,
    icon="wrench",
    size=(170.0, 22.0),
    properties=(PLACEHOLDER, DEFAULT, READ_ONLY, LENGTH, *PRINTED),
)
