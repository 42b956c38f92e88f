"""The stamp of a recipient or their company: uploaded, or made of words in a frame."""

from core.fields.adoption import Adoption
from core.fields.kind import FieldGroup, FieldKind, Printed
from core.refusals import counted, sentence

KIND = FieldKind(
    name="stamp",
    word=sentence("Stamp"),
    counted=counted("%(num)d stamp", "%(num)d stamps"),
    group=FieldGroup.SIGN,
    rank=3,
    icon="stamp",
    size=(120.0, 60.0),
    step=sentence("Next: your stamp"),
    printed=Printed.PICTURE,
    adoption=Adoption(
        ways=("typed", "uploaded"),
        is_framed=True,
        begins_with="name",
        heading=sentence("Create your stamp"),
        asked=sentence("How would you like to create your stamp?"),
        picture=sentence("This is your stamp"),
        file=sentence("A picture of your stamp on white paper or without a background"),
        typed=sentence("Words in the stamp"),
        type_first=sentence("Type the words of your stamp first."),
        consent=sentence(
            "By choosing “Stamp”, I make this my stamp. It is as binding as one I put on paper."
        ),
        act=sentence("Stamp"),
        told={"": sentence("%(name)s created a stamp")},
    ),
    has_caption=True,
)
