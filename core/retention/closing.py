"""Closing an organization: a time of grace, then what says something goes and proofs stay."""

from datetime import timedelta

from core.refusals import Invalid, sentence

GRACE = timedelta(days=30)

# Emptied one after the other; what refers to a table stands before it.
EMPTIED = (
    "page_images",
    "sealed_pages",
    "field_values",
    "fields",
    "signatures",
    "signature_uploads",
    "envelope_words",
    "vocabulary",
    "envelope_tags",
    "envelope_values",
    "envelope_metadata",
    "envelope_shares",
    "share_links",
    "bulk_items",
    "bulk_actions",
    "saved_views",
    "exports",
    "erasures",
    "value_exports",
    "contact_imports",
    "correspondents",
    "contacts",
    "invitations",
    "subject_keys",
    "audit_values",
    "admin_values",
    "access_log",
    "summary_deltas",
    "summaries",
    "sso_identities",
    "sso_domains",
    "sso_connections",
    "branding",
    "idempotency_keys",
    "api_keys",
    "preferences",
    "sign_in_policies",
    "retention_rules",
    "legal_holds",
    "custom_fields",
    "tags",
    "documents",
    "consents",
    "recipients",
    "team_members",
    "former_members",
)
# Emptied once no envelope points at them any more; what was counted while rows were taken out, too.
EMPTIED_LAST = ("folders", "teams", "memberships", "summary_deltas", "summaries")
# What stays, and why.
KEPT = {
    "organizations": "its id and certificate, for verifying what it sealed",
    "envelopes": "states and heads of the chains, without their names",
    "sealed_files": "the hashes by which sealed documents are recognized",
    "audit_events": "the chains: their texts hold no personal value",
    "admin_events": "the organization's own chain",
    "admin_heads": "its end",
    "outbox": "the work of closing itself; everything else in it is taken out",
    "people": "rows without name and address, where they belong to nothing else",
    "quotas": "the operator's",
    "abuse_reports": "the operator's, about senders",
    "mail_tests": "the platform's own",
    "verifications": "the platform's own",
    "visits": "goes with its membership",
    "export_parts": "goes with its export",
    "export_entries": "goes with its export",
    "captured_domains": "taken out by the database's own function",
    "link_tokens": "taken out by the database's own function",
    "tokens": "taken out by the database's own function",
    "sealed_file_hashes": "the hashes by which sealed documents are recognized",
    "sessions": "taken out by the database's own function",
    "sso_attempts": "taken out by the database's own function",
}


def check_slug(typed: str, slug: str) -> None:
    """Typed by hand, so that nobody closes the wrong one. Raises Invalid."""
    if typed.strip().casefold() != slug.casefold():
        raise Invalid(slug=sentence("This is not the short name. Type it as it stands above."))
