"""Everything an organization has, as one ZIP: what goes into it, and what does not, and why."""

from collections.abc import Mapping
from datetime import timedelta

KEPT = timedelta(days=7)
# How long a worker may still write parts of an export that nobody wants any more.
SETTLED = timedelta(minutes=5)
SECTIONS = ("data", "trails", "admin-log", "originals", "sealed", "end")

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
    "preferences",
    "sign_in_policies",
    "sso_connections",
    "sso_domains",
    "sso_identities",
    "branding",
    "api_keys",
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
    "envelope_shares",
    "share_links",
    "envelope_tags",
    "envelope_values",
    "envelope_metadata",
    "recipients",
    "consents",
    "documents",
    "fields",
    "signatures",
    "sealed_files",
    "access_log",
)
# What is about one person: by which rows, told by their folded address.
_THEIRS = "in (select envelope_id from recipients where folded_email = %s)"
_AS_RECIPIENT = "recipient_id in (select id from recipients where folded_email = %s)"
ABOUT_PERSON: Mapping[str, str] = {
    "people": "lower(email) = %s",
    "memberships": "person_id in (select id from people where lower(email) = %s)",
    "former_members": "lower(email) = %s",
    "invitations": "lower(email) = %s",
    "contacts": "lower(email) = %s",
    "correspondents": "lower(email) = %s",
    "envelopes": f"id {_THEIRS}",
    "recipients": "folded_email = %s",
    "documents": f"envelope_id {_THEIRS}",
    "consents": _AS_RECIPIENT,
    "fields": _AS_RECIPIENT,
    "signatures": _AS_RECIPIENT,
    "sealed_files": f"envelope_id {_THEIRS}",
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
    "idempotency_keys": "answers that were given already, kept for a day",
    "sealed_pages": "made from the sealed documents",
    "envelope_words": "made from the documents, for searching",
    "vocabulary": "made from the documents, for searching",
    "summaries": "counted from the envelopes",
    "summary_deltas": "counted from the envelopes",
    "outbox": "work in progress",
    "bulk_actions": "work in progress",
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
    "captured_domains": "in data/sso_domains",
    "platform_settings": "the operator's",
    "operators": "the operator's",
    "operator_sessions": "the operator's",
    "abuse_reports": "the operator's: told in confidence",
    "mail_tests": "the operator's",
    "program_beats": "the installation's",
    "schema_versions": "the installation's",
}

ABOUT_ALL = """\
Everything that this organization had in Countersign when the export was made.
"""
ABOUT_ONE = """\
What this organization had in Countersign about one person when the export was made. Of other
people it says no more than the documents do; the organization's own log is not in it.
"""
README = """\

data/         one folder per table; each line of a file is one row as JSON
trails/       the audit trail of every envelope: one envelope a line, every entry as it was hashed,
              with the personal values it commits to and their salts
admin-log/    the organization's own log, one entry a line, of the same make
documents/    one folder per envelope: the files as they were uploaded, the sealed documents and
              the certificate of completion
MANIFEST.sha256
              the SHA-256 of every other file. To check them all: sha256sum --check MANIFEST.sha256

How to check a trail without Countersign:
1. SHA-256 over "text" in UTF-8 is "hash".
2. "previous" in a text is the hash of the entry before it; 64 zeros in the first.
3. "sequence" in the texts counts 1, 2, 3 and so on; the last hash is that of "head".
4. For each of the personal values, HMAC-SHA256 with the salt (hex) as the key over: the 16 bytes
   of the entry's id, the name in UTF-8, a zero byte, the value in UTF-8. It is what "commitments"
   in the text says for that name. Values that were erased are missing; the chain stays valid.
   Where an entry says "unreadable", somebody changed the stored values: that was no erasing.

The export is no still picture: it is made while people work. What changed meanwhile is in it as it
was when its turn came; each trail is complete and whole by itself.
"""


def tables(about_person: bool) -> tuple[str, ...]:
    return tuple(ABOUT_PERSON) if about_person else TABLES


def following(section: str, about_person: bool = False) -> str:
    """The section that comes after this one."""
    after = SECTIONS[SECTIONS.index(section) + 1]
    return following(after) if about_person and after == "admin-log" else after


def readme(about_person: bool) -> str:
    return (ABOUT_ONE if about_person else ABOUT_ALL) + README
