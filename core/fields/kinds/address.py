"""Where the recipient lives or works, on one line."""

from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT, LENGTH, PLACEHOLDER, READ_ONLY
from core.refusals import counted, sentence

KIND = FieldKind(
    name="address",
    word=sentence("Address"),
    counted=counted("%(num)d address", "%(num)d addresses"),
    group=FieldGroup.SIGNER,
    rank=7,
    icon="map-pin",
    size=(220.0, 22.0),
    properties=(PLACEHOLDER, DEFAULT, READ_ONLY, LENGTH, *PRINTED),
)
