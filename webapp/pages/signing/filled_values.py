"""What a recipient typed and ticked, read from the form that carries all of it."""

from collections.abc import Mapping
from uuid import UUID

from core.fields.field import FieldType
from tenants.use_cases.signing.signing_ceremony import Ceremony


def typed(ceremony: Ceremony, form: Mapping[str, str]) -> dict[UUID, str]:
    """
    Values by field. An unticked box is absent from a form, so absence means "not ticked".

    Signatures are not in it: each is placed by an act of its own and kept at once.
    """
    return {
        field.id: form.get(str(field.id), "")
        for field in ceremony.fields
        if field.type is FieldType.CHECKBOX
        or (field.type is FieldType.TEXT and str(field.id) in form)
    }
