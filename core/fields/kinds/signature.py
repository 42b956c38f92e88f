"""The signature that a recipient adopted."""

from core.fields.kind import FieldGroup, FieldKind, Printed
from core.refusals import counted, sentence

KIND = FieldKind(
    name="signature",
    word=sentence("Signature"),
    counted=counted("%(num)d signature", "%(num)d signatures"),
    group=FieldGroup.SIGN,
    rank=1,
    icon="signature",
    size=(170.0, 44.0),
    step=sentence("Next: sign here"),
    printed=Printed.PICTURE,
    has_caption=True,
    found_as=("signature",),
)
