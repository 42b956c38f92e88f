"""All stores of an organization, each made when it is first asked for."""

from functools import cached_property
from uuid import UUID

from tenants.encryption.keys import Key
from tenants.store.api.api_keys import ApiKeys
from tenants.store.api.idempotency_keys import IdempotencyKeys
from tenants.store.bulk_sends.bulk_row_counts import BulkRowCounts
from tenants.store.bulk_sends.bulk_send_rows import BulkSendRows
from tenants.store.bulk_sends.bulk_sends import BulkSends
from tenants.store.documents.documents import Documents
from tenants.store.documents.page_images import PageImages
from tenants.store.documents.unused_files import UnusedFiles
from tenants.store.envelopes.bulk_actions import BulkActions
from tenants.store.envelopes.custom_fields import CustomFields
from tenants.store.envelopes.custom_values import CustomValues
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
from tenants.store.signing.ceremonies import Ceremonies
from tenants.store.signing.kept_signatures import KeptSignatures
from tenants.store.signing.signature_uploads import SignatureUploads
from tenants.store.signing.signatures import Signatures
from tenants.store.sso.sso_connections import SsoConnections
from tenants.store.sso.sso_domains import SsoDomains
from tenants.store.sso.sso_identities import SsoIdentities
from tenants.store.templates.direct_links import DirectLinks
from tenants.store.templates.template_lists import TemplateLists
from tenants.store.templates.templates import Templates


class Stores:
    """A store knows the rows of its noun and nothing of the transaction that it is part of."""

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
    def abuse_report_rows(self) -> AbuseReportRows:
        return AbuseReportRows(self.rows)

    @cached_property
    def access_log(self) -> AccessLog:
        return AccessLog(self.rows)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.rows)

    @cached_property
    def admin_log(self) -> AdminEvents:
        return AdminEvents(self.rows)

    @cached_property
    def admin_search(self) -> AdminLogSearch:
        return AdminLogSearch(self.rows)

    @cached_property
    def api_keys(self) -> ApiKeys:
        return ApiKeys(self.rows)

    @cached_property
    def attempts(self) -> Attempts:
        return Attempts(self.rows)

    @cached_property
    def attachments(self) -> Attachments:
        return Attachments(self.rows)

    @cached_property
    def audit(self) -> AuditEvents:
        return AuditEvents(self.rows)

    @cached_property
    def branding_rows(self) -> BrandingRows:
        return BrandingRows(self.rows)

    @cached_property
    def bulk_actions(self) -> BulkActions:
        return BulkActions(self.rows)

    @cached_property
    def bulk_row_counts(self) -> BulkRowCounts:
        return BulkRowCounts(self.rows)

    @cached_property
    def bulk_send_rows(self) -> BulkSendRows:
        return BulkSendRows(self.rows)

    @cached_property
    def bulk_sends(self) -> BulkSends:
        return BulkSends(self.rows)

    @cached_property
    def ceremonies(self) -> Ceremonies:
        return Ceremonies(self.rows)

    @cached_property
    def colleagues(self) -> Colleagues:
        return Colleagues(self.rows)

    @cached_property
    def contact_imports(self) -> ContactImports:
        return ContactImports(self.rows)

    @cached_property
    def contacts(self) -> Contacts:
        return Contacts(self.rows)

    @cached_property
    def custom_fields(self) -> CustomFields:
        return CustomFields(self.rows)

    @cached_property
    def custom_values(self) -> CustomValues:
        return CustomValues(self.rows)

    @cached_property
    def dashboard_figures(self) -> DashboardFigures:
        return DashboardFigures(self.rows)

    @cached_property
    def deleted_envelopes(self) -> DeletedEnvelopes:
        return DeletedEnvelopes(self.rows)

    @cached_property
    def details(self) -> EnvelopeDetails:
        return EnvelopeDetails(self.rows)

    @cached_property
    def direct_links(self) -> DirectLinks:
        return DirectLinks(self.rows)

    @cached_property
    def documents(self) -> Documents:
        return Documents(self.rows)

    @cached_property
    def envelope_mails(self) -> EnvelopeMails:
        return EnvelopeMails(self.rows)

    @cached_property
    def envelopes(self) -> Envelopes:
        return Envelopes(self.rows)

    @cached_property
    def erasures(self) -> Erasures:
        return Erasures(self.rows)

    @cached_property
    def export_parts(self) -> ExportParts:
        return ExportParts(self.rows)

    @cached_property
    def exported_values(self) -> ExportedValues:
        return ExportedValues(self.rows)

    @cached_property
    def folders(self) -> Folders:
        return Folders(self.rows)

    @cached_property
    def former_members(self) -> FormerMembers:
        return FormerMembers(self.rows)

    @cached_property
    def idempotency_keys(self) -> IdempotencyKeys:
        return IdempotencyKeys(self.rows)

    @cached_property
    def invitations(self) -> Invitations:
        return Invitations(self.rows)

    @cached_property
    def jobs(self) -> Outbox:
        return Outbox(self.rows.connection)

    @cached_property
    def kept_signatures(self) -> KeptSignatures:
        return KeptSignatures(self.rows)

    @cached_property
    def known_people(self) -> KnownPeople:
        return KnownPeople(self.rows)

    @cached_property
    def leases(self) -> Leases:
        return Leases(self.rows)

    @cached_property
    def legal_holds(self) -> LegalHolds:
        return LegalHolds(self.rows)

    @cached_property
    def list_pages(self) -> ListPages:
        return ListPages(self.rows)

    @cached_property
    def mail_tests(self) -> MailTests:
        return MailTests(self.rows)

    @cached_property
    def memberships(self) -> Memberships:
        return Memberships(self.rows)

    @cached_property
    def organization_end(self) -> OrganizationEnd:
        return OrganizationEnd(self.rows)

    @cached_property
    def organization_exports(self) -> OrganizationExports:
        return OrganizationExports(self.rows)

    @cached_property
    def own_organization(self) -> OwnOrganization:
        return OwnOrganization(self.rows)

    @cached_property
    def page_images(self) -> PageImages:
        return PageImages(self.rows)

    @cached_property
    def passkeys(self) -> Passkeys:
        return Passkeys(self.rows)

    @cached_property
    def person_traces(self) -> PersonTraces:
        return PersonTraces(self.rows)

    @cached_property
    def preferences(self) -> PreferenceRows:
        return PreferenceRows(self.rows)

    @cached_property
    def quota_limits(self) -> QuotaLimits:
        return QuotaLimits(self.rows)

    @cached_property
    def retention_rules(self) -> RetentionRules:
        return RetentionRules(self.rows)

    @cached_property
    def saved_views(self) -> SavedViews:
        return SavedViews(self.rows)

    @cached_property
    def sealed_file_origins(self) -> SealedFileOrigins:
        return SealedFileOrigins(self.rows)

    @cached_property
    def sealed_files(self) -> SealedFiles:
        return SealedFiles(self.rows)

    @cached_property
    def search(self) -> SearchQueries:
        return SearchQueries(self.rows)

    @cached_property
    def second_factors(self) -> SecondFactors:
        return SecondFactors(self.rows)

    @cached_property
    def senders(self) -> Senders:
        return Senders(self.rows)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.rows)

    @cached_property
    def share_links(self) -> ShareLinks:
        return ShareLinks(self.rows)

    @cached_property
    def shares(self) -> Shares:
        return Shares(self.rows)

    @cached_property
    def sign_in_policies(self) -> SignInPolicies:
        return SignInPolicies(self.rows)

    @cached_property
    def sign_ups(self) -> SignUps:
        return SignUps(self.rows)

    @cached_property
    def signature_uploads(self) -> SignatureUploads:
        return SignatureUploads(self.rows)

    @cached_property
    def signatures(self) -> Signatures:
        return Signatures(self.rows)

    @cached_property
    def signing_keys(self) -> SigningKeys:
        return SigningKeys(self.rows)

    @cached_property
    def sso_connections(self) -> SsoConnections:
        return SsoConnections(self.rows)

    @cached_property
    def sso_domains(self) -> SsoDomains:
        return SsoDomains(self.rows)

    @cached_property
    def sso_identities(self) -> SsoIdentities:
        return SsoIdentities(self.rows)

    @cached_property
    def standings(self) -> Standings:
        return Standings(self.rows)

    @cached_property
    def summaries(self) -> Summaries:
        return Summaries(self.rows)

    @cached_property
    def tags(self) -> Tags:
        return Tags(self.rows)

    @cached_property
    def teams(self) -> Teams:
        return Teams(self.rows)

    @cached_property
    def template_lists(self) -> TemplateLists:
        return TemplateLists(self.rows)

    @cached_property
    def templates(self) -> Templates:
        return Templates(self.rows)

    @cached_property
    def unused_files(self) -> UnusedFiles:
        return UnusedFiles(self.rows)

    @cached_property
    def value_exports(self) -> ValueExports:
        return ValueExports(self.rows)

    @cached_property
    def verifications(self) -> Verifications:
        return Verifications(self.rows)

    @cached_property
    def words(self) -> EnvelopeWords:
        return EnvelopeWords(self.rows)
