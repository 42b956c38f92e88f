"""All resources about envelopes, for the API to register."""

from webapp.api.v1.drafts import draft_documents, draft_fields, drafts
from webapp.api.v1.envelopes import (
    corrections,
    deletions,
    envelopes,
    field_corrections,
    lifecycle,
    listing,
    recipients,
    turns,
)
from webapp.api.v1.evidence import audit_events, sealed_files, verifications
from webapp.api.v1.fields import sender_views, values
from webapp.api.v1.filing import folders
from webapp.api.v1.signing import embeddings

BLUEPRINTS = (
    corrections.bp,
    deletions.bp,
    envelopes.bp,
    field_corrections.bp,
    lifecycle.bp,
    listing.bp,
    recipients.bp,
    turns.bp,
    audit_events.bp,
    sealed_files.bp,
    verifications.bp,
    draft_documents.bp,
    draft_fields.bp,
    drafts.bp,
    embeddings.bp,
    folders.bp,
    sender_views.bp,
    values.bp,
)
