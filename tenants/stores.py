"""All stores of an organization, each made when it is first asked for."""

from functools import cached_property
from uuid import UUID

from tenants.encryption.keys import Key
from tenants.lazy_store import LazyStore
from tenants.store.api.api_keys import ApiKeys
from tenants.store.api.event_stream import EventStream
from tenants.store.api.idempotency_keys import IdempotencyKeys
from tenants.store.api.oauth.oauth_clients import OAuthClients
from tenants.store.api.oauth.oauth_consents import OAuthConsents
from tenants.store.api.oauth.oauth_grants import OAuthGrants
from tenants.store.api.oauth.oauth_signing_keys import OAuthSigningKeys
from tenants.store.archived_records.archived_records import ArchivedRecords
from tenants.store.archived_records.imported_items import ImportedItems
from tenants.store.bulk_sends.bulk_row_counts import BulkRowCounts
from tenants.store.bulk_sends.bulk_send_rows import BulkSendRows
from tenants.store.bulk_sends.bulk_sends import BulkSends
from tenants.store.connectors.copy_deliveries import CopyDeliveries
from tenants.store.connectors.copy_targets import CopyTargets
from tenants.store.documents.documents import Documents
from tenants.store.documents.page_images import PageImages
from tenants.store.documents.unused_files import UnusedFiles
from tenants.store.docusign.bulk_lists import BulkLists
from tenants.store.docusign.program_names import ProgramNameRows
from tenants.store.envelopes.bulk_actions import BulkActions
from tenants.store.envelopes.custom_fields import CustomFields
from tenants.store.envelopes.custom_values import CustomValues
from tenants.store.envelopes.draft_views import DraftViews
from tenants.store.envelopes.envelope_details import EnvelopeDetails
from tenants.store.envelopes.envelope_mails import EnvelopeMails
from tenants.store.envelopes.envelopes import Envelopes
from tenants.store.envelopes.folders import Folders
from tenants.store.envelopes.list_pages import ListPages
from tenants.store.envelopes.saved_views import SavedViews
from tenants.store.envelopes.search_queries import SearchQueries
from tenants.store.envelopes.search_words import EnvelopeWords
from tenants.store.envelopes.senders import Senders
from tenants.store.envelopes.share_links import ShareLinks
from tenants.store.envelopes.shares import Shares
from tenants.store.envelopes.standings import Standings
from tenants.store.envelopes.tags import Tags
from tenants.store.evidence.access_log import AccessLog
from tenants.store.evidence.audit_events import AuditEvents
from tenants.store.evidence.sealed_file_origins import SealedFileOrigins
from tenants.store.evidence.sealed_files import SealedFiles
from tenants.store.evidence.signing_keys import SigningKeys
from tenants.store.evidence.verifications import Verifications
from tenants.store.jobs.leases import Leases
from tenants.store.jobs.outbox import Outbox
from tenants.store.operator.mail_tests import MailTests
from tenants.store.organizations.admin_events import AdminEvents
from tenants.store.organizations.admin_log_search import AdminLogSearch
from tenants.store.organizations.branding_rows import BrandingRows
from tenants.store.organizations.dashboard_figures import DashboardFigures
from tenants.store.organizations.domain_claims import DomainClaims
from tenants.store.organizations.own_organization import OwnOrganization
from tenants.store.organizations.quota_limits import QuotaLimits
from tenants.store.organizations.sign_ups import SignUps
from tenants.store.organizations.summaries import Summaries
from tenants.store.people.colleagues import Colleagues
from tenants.store.people.contact_imports import ContactImports
from tenants.store.people.contacts import Contacts
from tenants.store.people.former_members import FormerMembers
from tenants.store.people.invitations import Invitations
from tenants.store.people.known_people import KnownPeople
from tenants.store.people.memberships import Memberships
from tenants.store.people.preferences import PreferenceRows
from tenants.store.people.signing_groups import SigningGroups
from tenants.store.people.teams import Teams
from tenants.store.retention.deleted_envelopes import DeletedEnvelopes
from tenants.store.retention.erasures import Erasures
from tenants.store.retention.export_parts import ExportParts
from tenants.store.retention.exported_values import ExportedValues
from tenants.store.retention.legal_holds import LegalHolds
from tenants.store.retention.organization_end import OrganizationEnd
from tenants.store.retention.organization_exports import OrganizationExports
from tenants.store.retention.person_traces import PersonTraces
from tenants.store.retention.retention_rules import RetentionRules
from tenants.store.retention.value_exports import ValueExports
from tenants.store.rows import Rows
from tenants.store.sign_in.accounts import Accounts
from tenants.store.sign_in.attempts import Attempts
from tenants.store.sign_in.passkeys import Passkeys
from tenants.store.sign_in.second_factors import SecondFactors
from tenants.store.sign_in.sessions import Sessions
from tenants.store.sign_in.sign_in_policies import SignInPolicies
from tenants.store.signing.abuse_report_rows import AbuseReportRows
from tenants.store.signing.attachments import Attachments
from tenants.store.signing.begun_confirmations import BegunConfirmations
from tenants.store.signing.ceremonies import Ceremonies
from tenants.store.signing.disclosures import Disclosures
from tenants.store.signing.embeddings import Embeddings
from tenants.store.signing.kept_signatures import KeptSignatures
from tenants.store.signing.proof_states import ProofStates
from tenants.store.signing.recipient_authenticators import RecipientAuthenticators
from tenants.store.signing.recipient_passkeys import RecipientPasskeys
from tenants.store.signing.signature_uploads import SignatureUploads
from tenants.store.signing.signatures import Signatures
from tenants.store.signing.texts import Texts
from tenants.store.sso.sso_connections import SsoConnections
from tenants.store.sso.sso_identities import SsoIdentities
from tenants.store.templates.direct_links import DirectLinks
from tenants.store.templates.template_lists import TemplateLists
from tenants.store.templates.templates import Templates
from tenants.store.webhooks.webhook_deliveries import WebhookDeliveries
from tenants.store.webhooks.webhook_endpoints import WebhookEndpoints
from tenants.store.webhooks.webhook_log import WebhookLog
from tenants.store.webhooks.webhook_queue import WebhookQueue


class Stores:
    """A store knows the rows of its noun and nothing of the transaction that it is part of."""

    abuse_report_rows = LazyStore(AbuseReportRows)
    access_log = LazyStore(AccessLog)
    accounts = LazyStore(Accounts)
    admin_log = LazyStore(AdminEvents)
    admin_search = LazyStore(AdminLogSearch)
    api_keys = LazyStore(ApiKeys)
    archived_records = LazyStore(ArchivedRecords)
    attempts = LazyStore(Attempts)
    attachments = LazyStore(Attachments)
    audit = LazyStore(AuditEvents)
    begun_confirmations = LazyStore(BegunConfirmations)
    branding_rows = LazyStore(BrandingRows)
    bulk_actions = LazyStore(BulkActions)
    bulk_lists = LazyStore(BulkLists)
    bulk_row_counts = LazyStore(BulkRowCounts)
    bulk_send_rows = LazyStore(BulkSendRows)
    bulk_sends = LazyStore(BulkSends)
    ceremonies = LazyStore(Ceremonies)
    colleagues = LazyStore(Colleagues)
    contact_imports = LazyStore(ContactImports)
    contacts = LazyStore(Contacts)
    copy_deliveries = LazyStore(CopyDeliveries)
    copy_targets = LazyStore(CopyTargets)
    custom_fields = LazyStore(CustomFields)
    custom_values = LazyStore(CustomValues)
    dashboard_figures = LazyStore(DashboardFigures)
    deleted_envelopes = LazyStore(DeletedEnvelopes)
    details = LazyStore(EnvelopeDetails)
    direct_links = LazyStore(DirectLinks)
    disclosures = LazyStore(Disclosures)
    documents = LazyStore(Documents)
    draft_views = LazyStore(DraftViews)
    embeddings = LazyStore(Embeddings)
    domain_claims = LazyStore(DomainClaims)
    envelope_mails = LazyStore(EnvelopeMails)
    envelopes = LazyStore(Envelopes)
    erasures = LazyStore(Erasures)
    export_parts = LazyStore(ExportParts)
    event_stream = LazyStore(EventStream)
    exported_values = LazyStore(ExportedValues)
    folders = LazyStore(Folders)
    former_members = LazyStore(FormerMembers)
    idempotency_keys = LazyStore(IdempotencyKeys)
    imported_items = LazyStore(ImportedItems)
    invitations = LazyStore(Invitations)
    kept_signatures = LazyStore(KeptSignatures)
    known_people = LazyStore(KnownPeople)
    leases = LazyStore(Leases)
    legal_holds = LazyStore(LegalHolds)
    list_pages = LazyStore(ListPages)
    mail_tests = LazyStore(MailTests)
    memberships = LazyStore(Memberships)
    oauth_clients = LazyStore(OAuthClients)
    oauth_consents = LazyStore(OAuthConsents)
    oauth_grants = LazyStore(OAuthGrants)
    oauth_signing_keys = LazyStore(OAuthSigningKeys)
    organization_end = LazyStore(OrganizationEnd)
    organization_exports = LazyStore(OrganizationExports)
    own_organization = LazyStore(OwnOrganization)
    page_images = LazyStore(PageImages)
    passkeys = LazyStore(Passkeys)
    person_traces = LazyStore(PersonTraces)
    preferences = LazyStore(PreferenceRows)
    program_names = LazyStore(ProgramNameRows)
    proof_states = LazyStore(ProofStates)
    quota_limits = LazyStore(QuotaLimits)
    recipient_authenticators = LazyStore(RecipientAuthenticators)
    recipient_passkeys = LazyStore(RecipientPasskeys)
    retention_rules = LazyStore(RetentionRules)
    saved_views = LazyStore(SavedViews)
    sealed_file_origins = LazyStore(SealedFileOrigins)
    sealed_files = LazyStore(SealedFiles)
    search = LazyStore(SearchQueries)
    second_factors = LazyStore(SecondFactors)
    senders = LazyStore(Senders)
    sessions = LazyStore(Sessions)
    share_links = LazyStore(ShareLinks)
    shares = LazyStore(Shares)
    sign_in_policies = LazyStore(SignInPolicies)
    sign_ups = LazyStore(SignUps)
    signature_uploads = LazyStore(SignatureUploads)
    signatures = LazyStore(Signatures)
    signing_groups = LazyStore(SigningGroups)
    signing_keys = LazyStore(SigningKeys)
    sso_connections = LazyStore(SsoConnections)
    sso_identities = LazyStore(SsoIdentities)
    standings = LazyStore(Standings)
    summaries = LazyStore(Summaries)
    tags = LazyStore(Tags)
    teams = LazyStore(Teams)
    template_lists = LazyStore(TemplateLists)
    templates = LazyStore(Templates)
    texts = LazyStore(Texts)
    unused_files = LazyStore(UnusedFiles)
    value_exports = LazyStore(ValueExports)
    verifications = LazyStore(Verifications)
    webhook_deliveries = LazyStore(WebhookDeliveries)
    webhook_endpoints = LazyStore(WebhookEndpoints)
    webhook_log = LazyStore(WebhookLog)
    webhook_queue = LazyStore(WebhookQueue)
    words = LazyStore(EnvelopeWords)

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    @property
    def organization_id(self) -> UUID:
        return self.rows.organization_id

    @property
    def key(self) -> Key:
        """The organization's own. Raises Destroyed after it was closed, Undecryptable."""
        return self.rows.key

    def lock_exclusive(self, subject: str) -> None:
        """
        Wait for others who change the same subject of this organization, and hold it.

        Before anything is required: two members who hold their own role while each takes the
        other's would wait for each other for ever.
        """
        self.rows.lock_exclusive(subject)

    def lock_shared(self, subject: str) -> None:
        """Held together with others; waits for the one that holds it exclusively."""
        self.rows.lock_shared(subject)

    @cached_property
    def jobs(self) -> Outbox:
        return Outbox(self.rows.connection)
