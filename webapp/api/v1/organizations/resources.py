"""All resources about the organization itself, for the API to register."""

from webapp.api.v1.organizations import (
    admin_events,
    api_keys,
    branding,
    consent_texts,
    custom_fields,
    reports,
    retention,
    settings,
    signing_domains,
)

BLUEPRINTS = (
    admin_events.bp,
    api_keys.bp,
    branding.bp,
    consent_texts.bp,
    custom_fields.bp,
    reports.bp,
    retention.bp,
    settings.bp,
    signing_domains.bp,
)
