"""All stores of an organization, each made when it is first asked for."""

from functools import cached_property

from tenants.store.api.api_keys import ApiKeys
from tenants.store.envelopes.envelopes import Envelopes
from tenants.store.envelopes.search_words import EnvelopeWords
from tenants.store.envelopes.standings import Standings
from tenants.store.envelopes.tags import Tags
from tenants.store.evidence.audit_events import AuditEvents
from tenants.store.jobs.outbox import Outbox
from tenants.store.organizations.admin_events import AdminEvents
from tenants.store.organizations.summaries import Summaries
from tenants.store.people.memberships import Memberships
from tenants.store.rows import Rows


class Stores(Rows):
    """
    A store knows the rows of its noun and nothing of the transaction that it is part of.

    That this is a `Rows` itself is the old way: use cases are to hold no SQL.
    """

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows.connection, rows.organization_id, rows.keyring)
        self.rows = rows

    @cached_property
    def admin_log(self) -> AdminEvents:
        return AdminEvents(self.rows)

    @cached_property
    def api_keys(self) -> ApiKeys:
        return ApiKeys(self.rows)

    @cached_property
    def audit(self) -> AuditEvents:
        return AuditEvents(self.rows)

    @cached_property
    def envelopes(self) -> Envelopes:
        return Envelopes(self.rows)

    @cached_property
    def jobs(self) -> Outbox:
        return Outbox(self.rows.connection)

    @cached_property
    def memberships(self) -> Memberships:
        return Memberships(self.rows)

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
    def words(self) -> EnvelopeWords:
        return EnvelopeWords(self.rows)
