"""A new template: of an envelope, or whole with its files."""

from collections.abc import Sequence

from flask import request

from core.templates import publishing
from tenants import email_addresses
from tenants.use_cases.envelopes.envelope_creation import UploadedFile, WholeEnvelope
from webapp.api.v1.envelopes import new_envelope
from webapp.api.v1.templates.template_models import NewTemplate


def parsed() -> NewTemplate:
    """The body of the request. Raises InvalidRequest with all that is wrong."""
    parts = request.context  # type: ignore[attr-defined]
    asked: NewTemplate = parts.form.template if parts.form else parts.json
    if asked.envelope_id is None:
        roles = new_envelope.people_of(asked)
        new_envelope.check(asked, publishing.wrong_roles(roles, email_addresses.deliverable))
    return asked


def whole(asked: NewTemplate, files: Sequence[UploadedFile]) -> WholeEnvelope:
    """What it holds, of a template that is made whole."""
    return new_envelope.content(asked, asked.name or "", files)
