"""All resources about envelopes, for the API to register."""

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

BLUEPRINTS = (
    corrections.bp,
    deletions.bp,
    envelopes.bp,
    field_corrections.bp,
    lifecycle.bp,
    listing.bp,
    recipients.bp,
    turns.bp,
)
