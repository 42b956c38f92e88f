"""The signature that a recipient adopted."""

from core.fields.adoption import Adoption
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
    adoption=Adoption(
        is_whole_name=True,
        begins_with="name",
        heading=sentence("Create your signature"),
        asked=sentence("How would you like to create your signature?"),
        file=sentence("A photo or scan of your signature on white paper"),
        act=sentence("Adopt and sign"),
        picture=sentence("This is your signature"),
        typed=sentence("Your name"),
        type_first=sentence("Type your name first."),
        consent=sentence(
            "By choosing “Adopt and sign”, I make this my electronic signature. It is as binding"
            " as one I write on paper."
        ),
        told={
            "drawn": sentence("%(name)s drew a signature"),
            "typed": sentence("%(name)s typed a signature"),
            "uploaded": sentence("%(name)s uploaded a signature"),
            "": sentence("%(name)s created a signature"),
        },
    ),
    has_caption=True,
    found_as=("signature",),
)
