"""What a field says, as people read it on pages and on paper."""

from core.fields import field as core_field
from core.fields.field import Field
from core.fields.kinds.phone import PHONE_FORMAT
from tenants import phone_numbers


def shown_value(field: Field, date_format: str) -> str:
    """A phone number with its usual spaces, a day as the organization writes days."""
    if PHONE_FORMAT in field.kind.properties:
        national = PHONE_FORMAT.of(field.properties) == "national"
        return phone_numbers.shown(field.value, national)
    return core_field.shown_value(field, date_format)
