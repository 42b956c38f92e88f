"""An e-mail address, to begin with the one that the envelope went to."""

from core.addresses.email_address import is_well_formed
from core.fields.field_property import Properties
from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT, PLACEHOLDER, READ_ONLY
from core.fields.text_value import parse_text
from core.refusals import Invalid, counted, sentence


def parse(value: str, properties: Properties) -> str:
    if value and not is_well_formed(value):
        raise Invalid(value=sentence("Please enter an e-mail address, such as name@example.com."))
    return parse_text(value, properties)


KIND = FieldKind(
    name="email",
    word=sentence("E-mail"),
    counted=counted("%(num)d e-mail address", "%(num)d e-mail addresses"),
    group=FieldGroup.SIGNER,
    rank=3,
    icon="mail",
    size=(170.0, 22.0),
    properties=(PLACEHOLDER, DEFAULT, READ_ONLY, *PRINTED),
    parse=parse,
    prefill=lambda recipient: recipient.email,
    found_as=("email",),
)
