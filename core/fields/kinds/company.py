"""The company for which the recipient signs."""

from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT, LENGTH, PLACEHOLDER, READ_ONLY
from core.refusals import counted, sentence

KIND = FieldKind(
    name="company",
    word=sentence("Company"),
    counted=counted("%(num)d company", "%(num)d companies"),
    group=FieldGroup.SIGNER,
    rank=4,
    icon="building-2",
    size=(170.0, 22.0),
    properties=(PLACEHOLDER, DEFAULT, READ_ONLY, LENGTH, *PRINTED),
    found_as=("company",),
)
