"""The initials that a recipient adopted. They are too small for a caption."""

from core.fields.adoption import Adoption
from core.fields.kind import FieldGroup, FieldKind, Printed
from core.refusals import counted, sentence

KIND = FieldKind(
    name="initials",
    word=sentence("Initials"),
    counted=counted("%(num)d set of initials", "%(num)d sets of initials"),
    group=FieldGroup.SIGN,
    rank=2,
    icon="pen-line",
    size=(64.0, 36.0),
    step=sentence("Next: your initials"),
    printed=Printed.PICTURE,
    adoption=Adoption(
        begins_with="initials",
        heading=sentence("Create your initials"),
        asked=sentence("How would you like to create your initials?"),
        file=sentence("A photo or scan of your initials on white paper"),
        act=sentence("Adopt and sign"),
        picture=sentence("These are your initials"),
        typed=sentence("Your initials"),
        type_first=sentence("Type your initials first."),
        consent=sentence(
            "By choosing “Adopt and sign”, I make these my electronic initials. They are as"
            " binding as initials I write on paper."
        ),
        told={"": sentence("%(name)s created initials")},
    ),
    found_as=("initials",),
)
