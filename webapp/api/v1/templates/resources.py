"""All resources about templates, for the API to register."""

from webapp.api.v1.templates import (
    direct_links,
    gallery,
    template_changes,
    template_sharing,
    templates,
    versions,
)

BLUEPRINTS = (
    direct_links.bp,
    gallery.bp,
    template_changes.bp,
    template_sharing.bp,
    templates.bp,
    versions.bp,
)
