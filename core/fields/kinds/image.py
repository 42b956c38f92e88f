"""A picture that the recipient uploads and that is printed in the field."""

from core.fields.adoption import Adoption
from core.fields.kind import FieldGroup, FieldKind, Printed
from core.refusals import counted, sentence

KIND = FieldKind(
    name="image",
    word=sentence("Image"),
    counted=counted("%(num)d image", "%(num)d images"),
    group=FieldGroup.FILL_IN,
    rank=7,
    icon="image-plus",
    size=(120.0, 90.0),
    step=sentence("Next: add an image"),
    printed=Printed.PICTURE,
    adoption=Adoption(
        ways=("uploaded",),
        is_of_field=True,
        heading=sentence("Add an image"),
        asked=sentence("Choose an image"),
        picture=sentence("This is your image"),
        file=sentence("The image to print in the document"),
        consent=sentence("It is printed in the document, where everyone who gets it sees it."),
        act=sentence("Add image"),
        told={"": sentence("%(name)s added an image")},
    ),
)
