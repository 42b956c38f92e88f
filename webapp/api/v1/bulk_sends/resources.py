"""All resources about bulk sends, for the API to register."""

from webapp.api.v1.bulk_sends import (
    bulk_sends,
    listing,
    tables,
)

BLUEPRINTS = (
    bulk_sends.bp,
    listing.bp,
    tables.bp,
)
