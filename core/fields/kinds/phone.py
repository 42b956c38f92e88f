"""A phone number that can be dialed from everywhere; its value is its E.164 form."""

import re

from core.fields.field_property import (
    Properties,
    PropertySection,
)
from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import COUNTRY, DEFAULT, PLACEHOLDER, READ_ONLY
from core.fields.property_types import choice_property
from core.refusals import Invalid, counted, sentence

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
PHONE_FORMAT = choice_property(
    "phone_format",
    sentence("Printed"),
    {
        "international": sentence("With country code"),
        "national": sentence("Without country code"),
    },
    section=PropertySection.LOOK,
)


def parse(value: str, properties: Properties) -> str:
    """What was typed has been read by tenants/use_cases/fields/value_readers.py before."""
    if value and not E164.fullmatch(value):
        raise Invalid(
            value=sentence("Please enter a complete phone number, such as +49 151 1234567.")
        )
    return value


KIND = FieldKind(
    name="phone",
    word=sentence("Phone"),
    counted=counted("%(num)d phone number", "%(num)d phone numbers"),
    group=FieldGroup.SIGNER,
    rank=6,
    icon="phone",
    size=(120.0, 22.0),
    properties=(PLACEHOLDER, DEFAULT, READ_ONLY, COUNTRY, PHONE_FORMAT, *PRINTED),
    parse=parse,
    reader="phone",
    found_as=("phone",),
)
