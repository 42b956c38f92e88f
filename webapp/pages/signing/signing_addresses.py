"""Where the parts of a signing page answer: those of the ceremony, or those of its preview."""

from typing import Any

from flask import url_for
from jinja2 import pass_context
from jinja2.runtime import Context


@pass_context
def part_url(context: Context, part: str, **values: Any) -> str:
    """`part` is an endpoint below `signings`, such as "field_values.update"."""
    ceremony = context["ceremony"]
    if "previewing" not in context:
        return url_for(f"signings.{part}", recipient_id=ceremony.recipient_id, **values)
    whose = {"envelope_id": ceremony.whole.id, "as": ceremony.recipient_id}
    return url_for(f"previews.{part.replace('.', '_')}", **whose, **values)


@pass_context
def signature_url(context: Context, signature_id: str) -> str:
    """A preview has the picture in its page: no one else keeps it."""
    if "previewing" not in context:
        return part_url(context, "signatures.show", signature_id=signature_id)
    return str(context["previewing"].picture_url(signature_id))
