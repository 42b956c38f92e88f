"""Which tables an export holds, which it leaves out and why, and which rows are about a person."""

from collections.abc import Mapping

# Each becomes lines of JSON below data/. Columns of bytes never do: they are secrets, or pictures
# that the documents hold anyway.
TABLES = (
    "organizations",
    "people",
    "memberships",
    "former_members",
    "invitations",
    "visits",
    "teams",
    "team_members",
    "signing_groups",
    "signing_group_members",
    "preferences",
    "sign_in_policies",
    "sso_connections",
    "domain_claims",
    "sso_identities",
    "branding",
    "embedding_settings",
    "api_keys",
    "webhook_endpoints",
    "oauth_clients",
    "oauth_consents",
    "quotas",
    "retention_rules",
    "legal_holds",
    "custom_fields",
    "folders",
    "tags",
    "saved_views",
    "contacts",
    "correspondents",
    "envelopes",
    "templates",
    "template_versions",
    "direct_links",
    "bulk_sends",
    "bulk_send_rows",
    "envelope_shares",
    "share_links",
    "envelope_tags",
    "envelope_values",
    "envelope_metadata",
    "program_names",
    "recipients",
    "acknowledgements",
    "confirmations",
    "consents",
    "disclosure_versions",
    "disclosure_texts",
    "documents",
    "fields",
    "field_recipients",
    "attachments",
    "signatures",
    "sealed_files",
    "access_log",
)
# What is about one person: by which rows of a table `t`, told by their folded address.
_THEIRS = "in (select envelope_id from recipients where folded_email = %s)"
_AS_RECIPIENT = "recipient_id in (select id from recipients where folded_email = %s)"
# What someone else has filled in is about someone else.
_THEIR_FIELDS = (
    "id in (select f.field_id from field_recipients f join recipients r on r.id = f.recipient_id"
    " left join field_values v on v.field_id = f.field_id"
    " where r.folded_email = %s and coalesce(v.filled_by, r.id) = r.id)"
)
_SHOWN = (
    "exists (select from recipients r where r.envelope_id = t.envelope_id and r.folded_email = %s"
    " and r.id <> all ({hidden_from}))"
)
_HIDDEN_OF_SEALED = (
    "coalesce((select hidden_from from documents d where d.id = t.document_id), '{}')"
)
ABOUT_PERSON: Mapping[str, str] = {
    "people": "lower(email) = %s",
    "memberships": "person_id in (select id from people where lower(email) = %s)",
    "former_members": "lower(email) = %s",
    "invitations": "lower(email) = %s",
    "contacts": "lower(email) = %s",
    "signing_group_members": "lower(email) = %s",
    "correspondents": "lower(email) = %s",
    "envelopes": f"id {_THEIRS}",
    # As bulk_send_rows.address_hash, whose rows are found by it when the person is erased, too.
    "bulk_send_rows": "sha256(convert_to(%s, 'UTF8')) = any (addresses)",
    "recipients": "folded_email = %s",
    "documents": _SHOWN.format(hidden_from="t.hidden_from"),
    "consents": _AS_RECIPIENT,
    "acknowledgements": _AS_RECIPIENT,
    "confirmations": _AS_RECIPIENT,
    "fields": _THEIR_FIELDS,
    "field_recipients": _AS_RECIPIENT,
    "attachments": _AS_RECIPIENT,
    "signatures": _AS_RECIPIENT,
    "sealed_files": _SHOWN.format(hidden_from=_HIDDEN_OF_SEALED),
}
SECRETS: Mapping[str, tuple[str, ...]] = {"people": ("password_hash",)}
LEFT_OUT: Mapping[str, str] = {
    "audit_events": "in trails/, with what they commit to",
    "audit_values": "in trails/",
    "admin_events": "in admin-log/, with what they commit to",
    "admin_values": "in admin-log/",
    "admin_heads": "in admin-log/",
    "subject_keys": "secrets: what they open is in trails/ and admin-log/",
    "page_images": "made from the documents",
    "signature_uploads": "work in progress",
    "proof_states": "secrets",
    "recipient_authenticators": "secrets",
    "recipient_passkeys": "secrets",
    "begun_confirmations": "work in progress",
    "webhook_deliveries": "what other systems were told, kept for some days",
    "webhook_attempts": "what other systems were told, kept for some days",
    "oauth_grants": "secrets",
    "oauth_access_tokens": "secrets",
    "oauth_assertions": "secrets",
    "oauth_signing_keys": "secrets of the platform",
    "idempotency_keys": "requests that were answered already, kept for a day",
    "sealed_pages": "made from the sealed documents",
    "envelope_words": "made from the documents, for searching",
    "vocabulary": "made from the documents, for searching",
    "summaries": "counted from the envelopes",
    "summary_deltas": "counted from the envelopes",
    "outbox": "work in progress",
    "copy_targets": "with a secret: how it was set is in admin-log/",
    "copy_deliveries": "work in progress",
    "stream_events": "what is in trails/, for programs, kept for a month",
    "event_streams": "how far the stream of events has come",
    "bulk_actions": "work in progress",
    "favourite_templates": "how each member has sorted the list",
    "bulk_items": "work in progress",
    "contact_imports": "work in progress",
    "exports": "work in progress",
    "erasures": "work in progress",
    "export_parts": "work in progress",
    "export_entries": "work in progress",
    "value_exports": "work in progress",
    "verifications": "of strangers, who belong to no organization",
    "link_tokens": "secrets",
    "tokens": "secrets",
    "recipient_sessions": "secrets",
    "hand_overs": "secrets",
    "texted_phones": "keyed hashes of what is in data/recipients",
    "stopped_phones": "of no organization",
    "taken_texts": "of no organization",
    "field_values": "in data/fields",
    "sealed_file_hashes": "in data/sealed_files",
    "sessions": "secrets",
    "attempts": "secrets",
    "authenticators": "secrets of people, whatever their organizations",
    "recovery_codes": "secrets of people",
    "passkeys": "secrets of people",
    "challenges": "secrets of people",
    "pending_sign_ins": "secrets of people",
    "password_resets": "secrets of people",
    "sign_ups": "secrets of people",
    "sso_attempts": "secrets of people",
    "captured_domains": "in data/domain_claims",
    "platform_settings": "the operator's",
    "operators": "the operator's",
    "operator_sessions": "the operator's",
    "abuse_reports": "the operator's: told in confidence",
    "mail_tests": "the operator's",
    "program_beats": "the installation's",
    "schema_versions": "the installation's",
}


def tables(about_person: bool) -> tuple[str, ...]:
    return tuple(ABOUT_PERSON) if about_person else TABLES
