"""What a recipient typed and ticked, read from the form that carries all of it."""

from collections.abc import Mapping
from uuid import UUID

from core.fields.field import Field
from core.fields.logic.conditions import GROUP
from tenants.ceremony import Ceremony
from webapp.pages.signing import table_form


def typed(ceremony: Ceremony, form: Mapping[str, str]) -> dict[UUID, str]:
    """
    Values by field. An unticked box is absent from a form, so absence means "not ticked".

    Signatures are not in it: each is placed by an act of its own and kept at once. What someone
    else has filled in since the page was shown is: its recipient has to see that.
    """
    late = {
        field.id: form[str(field.id)]
        for field in ceremony.filled
        if ceremony.recipient_id in field.recipient_ids and str(field.id) in form
    }
    return late | {
        field.id: value(field, form)
        for field in ceremony.places
        if field.is_asked
        and not field.kind.is_adopted
        and (field.kind.absent_is_empty or str(field.id) in form or table_form.is_in(field, form))
    }


def known(ceremony: Ceremony, form: Mapping[str, str]) -> dict[UUID, str]:
    """What the page showed of fields that others may fill in, too."""
    return {f.id: form.get(f"was-{f.id}", "") for f in ceremony.places if f.is_shared}


def value(field: Field, form: Mapping[str, str]) -> str:
    """Of radio buttons that are spread over the page, the form names the one that is chosen."""
    group = f"group-{GROUP.of(field.properties)}"
    if field.kind.is_button and group in form:
        return "true" if form[group] == str(field.id) else ""
    if table_form.is_in(field, form):
        return table_form.value(field, form)
    return form.get(str(field.id), "")
