"""The routes: each resource is a module here that exposes its blueprint as `bp`."""

from importlib import import_module

from flask import Flask

RESOURCES = (
    "home",
    "health",
    "sessions",
    "second_steps",
    "passkey_sign_ins",
    "password_resets",
    "credentials",
    "authenticators",
    "passkeys",
    "own_sessions",
    "sign_in_policies",
    "envelopes",
    "folders",
    "tags",
    "saved_views",
    "bulk_actions",
    "reminders",
    "documents",
    "recipients",
    "fields",
    "found_fields",
    "sendings",
    "voidings",
    "page_images",
    "sealed_files",
    "settings",
    "organization",
    "admin_events",
    "legal_holds",
    "sso_sign_ins",
    "sso_connection",
    "sso_domains",
    "sso_identities",
    "contacts",
    "contact_imports",
    "branding",
    "brands",
    "people",
    "invitations",
    "joinings",
    "memberships",
    "teams",
    "shares",
    "shared_envelopes",
    "sign_ups",
    "dashboard",
    "usage",
    "details",
    "custom_fields",
    "noted_values",
    "mailbox",
    "signings",
    "verifications",
    "operator",
    "sources",
)


def register(app: Flask) -> None:
    for name in RESOURCES:
        app.register_blueprint(import_module(f"webapp.routes.{name}").bp)
