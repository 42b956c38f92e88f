"""Adds a template of the gallery: two short transactions with the object store between them."""

from datetime import datetime
from uuid import UUID

from core.refusals import Refusal
from core.templates.gallery.ready_template import ReadyTemplate
from tenants.files import incoming_file
from tenants.identifiers import new_id
from tenants.openers import document_upload
from tenants.openers.document_upload import Uploader
from tenants.use_cases.templates import ready_templates


def take_over(
    uploader: Uploader, ready: ReadyTemplate, template_id: UUID, name: str, now: datetime
) -> None:
    """The same `template_id` again changes nothing. Raises QuotaReached."""
    data = ready.html()
    file = document_upload.describe(new_id(), incoming_file.of_bytes(data))
    with uploader.transaction() as tx:
        ready_templates.announce(tx, file, now)
    uploader.organization.put(file.object, data)
    try:
        made = uploader.commit(
            lambda tx: ready_templates.create(tx, ready, template_id, name, file, now)
        )
    except Refusal:
        document_upload.give_up(uploader.organization, file)
        raise
    if not made:
        document_upload.give_up(uploader.organization, file)
