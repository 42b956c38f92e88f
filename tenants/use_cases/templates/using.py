"""Starting an envelope from templates: people take the roles, and a draft is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.drafts import copied_recipients, draft_values
from core.envelopes.drafts import copying as rules
from core.envelopes.drafts.copying import Copied, Filling
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from core.people import group_recipients
from core.people.signing_group import SigningGroup
from core.refusals import NotFound
from core.templates.template import check_usable
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.documents import merge_values
from tenants.use_cases.envelopes import copying, drafting, requested_sending
from tenants.use_cases.fields import value_readers


@dataclass(frozen=True, slots=True)
class UsableTemplates:
    """
    The contents of templates as they were published, in their order, held for copying; `stored` is
    what their documents are filled in with. `groups` can take a role, too.
    """

    contents: tuple[Envelope, ...]
    versions: dict[UUID, int]
    stored: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    groups: tuple[SigningGroup, ...] = ()

    @property
    def roles(self) -> tuple[Recipient, ...]:
        """The roles that need a person, each once, with or without a default person."""
        return copied_recipients.roles(self.contents)

    @property
    def merge_values(self) -> dict[str, str]:
        """The names that documents ask for, with the value to begin with, or ""."""
        documents = (d for content in self.contents for d in content.documents)
        return draft_values.to_begin_with(documents, self.stored)


def usable(tx: Transaction, template_ids: Sequence[UUID]) -> UsableTemplates:
    """Raises NotFound, NotPublishedYet, InArchive."""
    tx.require(Permission.SEND_ENVELOPES)
    ids = list(dict.fromkeys(template_ids))
    if not ids or len(tx.visible(ids)) < len(ids):
        raise NotFound
    templates = tx.templates.all(ids)
    if len(templates) < len(ids):
        raise NotFound
    held = tuple(tx.envelopes.hold(check_usable(template)) for template in templates)
    groups = tuple(group for group in tx.signing_groups.all() if group.members)
    contents = tuple(
        group_recipients.refreshed(content, lambda: groups, new_id) for content in held
    )
    stored = merge_values.of_envelopes(tx, held)
    return UsableTemplates(contents, {t.id: t.version for t in templates}, stored, groups)


def use(
    tx: Transaction,
    template_ids: Sequence[UUID],
    envelope_id: UUID,
    filling: Filling,
    now: datetime,
    name: str = "",
    message: str = "",
) -> Envelope:
    """
    A new draft from templates, with these people and values. The same id again is the same draft.

    Raises NotFound, NotPublishedYet, InArchive, Invalid.
    """
    tx.require(Permission.SEND_ENVELOPES)
    found = usable(tx, template_ids)
    blank = replace(drafting.blank(tx, envelope_id, now), name=name, message=message)
    write(tx, blank, found, filling, tx.principal.actor, now)
    return tx.get_visible(envelope_id)


def send(
    tx: Transaction,
    template_ids: Sequence[UUID],
    envelope_id: UUID,
    filling: Filling,
    now: datetime,
    name: str = "",
    message: str = "",
) -> Envelope:
    """
    The same and sent, or as soon as its documents are made: one decision, which is written once.
    The caller has counted it, see sending.count.

    Raises what `use` and requested_sending.request raise.
    """
    tx.require(Permission.SEND_ENVELOPES)
    found = usable(tx, template_ids)
    blank = replace(drafting.blank(tx, envelope_id, now), name=name, message=message)
    copied = _copied(blank, found, filling, now)
    if not copying.begin(tx, blank, copied, now):
        return requested_sending.request(tx, envelope_id, now)
    made = requested_sending.request_begun(tx, copied.outcome, now)
    copying.copy_parts(tx, replace(copied, outcome=Outcome(made)))
    return made


def write(
    tx: Transaction,
    blank: Envelope,
    found: UsableTemplates,
    filling: Filling,
    by: str,
    now: datetime,
) -> Copied:
    """
    The same for whoever knows the templates already, and for another sender: `blank` names them.

    Raises Invalid, NotReadyToCopy, TooManyDocuments.
    """
    tx.require(Permission.SEND_ENVELOPES)
    copied = _copied(blank, found, filling, now)
    copying.write(tx, blank, copied, by, now)
    return copied


def _copied(blank: Envelope, found: UsableTemplates, filling: Filling, now: datetime) -> Copied:
    read = replace(filling, read=value_readers.reader(now))
    return rules.of_templates(blank, found.contents, found.versions, read, new_id, found.stored)
