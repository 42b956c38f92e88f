"""Versions of a template: published from its content, and restored for editing."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.drafts import copying as rules
from core.envelopes.drafts.draft_merge import ShownDraft
from core.envelopes.envelope import Envelope
from core.envelopes.refusals import ChangedMeanwhile
from core.refusals import NotFound, Refusal
from core.templates import publishing as core_publishing
from core.templates.events import TemplatePublished, TemplateVersionRestored
from core.templates.refusals import NothingToPublish
from tenants import email_addresses
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.envelopes import copying, draft_autosave
from tenants.use_cases.envelopes.draft_autosave import DraftNotes
from tenants.use_cases.envelopes.sending import SendAttempt


def missing(content: Envelope) -> dict[str, str]:
    """What keeps a template from being published: the place on its page → a sentence."""
    return core_publishing.missing(content, email_addresses.deliverable)


def wrong_people(content: Envelope) -> dict[str, str]:
    """`name-N`, `email-N`, `order-N` → a sentence."""
    return core_publishing.wrong_people(content, email_addresses.deliverable)


def publish_as_shown(
    tx: Transaction, template_id: UUID, shown: ShownDraft, noting: DraftNotes | None, now: datetime
) -> SendAttempt:
    """
    A new version of what a page shows. What was typed is kept whatever the answer.

    Raises NotFound, Forbidden.
    """
    tx.require(Permission.SEND_ENVELOPES)
    tx.check_changeable(template_id)
    tx.templates.lock(template_id)
    kept = draft_autosave.merge(tx, tx.envelopes.lock(template_id), shown, noting, now)
    draft_autosave.record(tx, kept, now)
    try:
        if not kept.shown:
            raise ChangedMeanwhile
        publish(tx, template_id, now)
    except Refusal as refusal:
        return SendAttempt(kept, refusal)
    return SendAttempt(kept)


def publish(tx: Transaction, template_id: UUID, now: datetime) -> int:
    """The number of the new version. Raises NotFound, Forbidden, NothingToPublish."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.check_changeable(template_id)
    template = tx.templates.lock(template_id)
    content = tx.envelopes.hold(template_id)
    lacks = missing(content)
    if lacks:
        raise NothingToPublish(lacks)
    version = template.version + 1
    blank = Envelope(
        *(new_id(), tx.organization_id, content.sender_id, content.name, now),
        content_of=template_id,
    )
    copied = rules.of_envelope(blank, content, new_id)
    copying.write(tx, blank, copied, tx.principal.actor, now)
    tx.templates.publish(template_id, version, blank.id, tx.member.person_id, now)
    told = TemplatePublished(template_id=template_id, name=content.name, version=version)
    tx.record_admin((told,), tx.principal.actor, now)
    return version


def restore(tx: Transaction, template_id: UUID, version: int, now: datetime) -> None:
    """An older version in the place of what is prepared. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.check_changeable(template_id)
    tx.templates.lock(template_id)
    wanted = [v for v in tx.templates.versions(template_id) if v.number == version]
    if not wanted:
        raise NotFound
    content, source = tx.envelopes.lock(template_id), tx.envelopes.get(wanted[0].content_id)
    copied = rules.into(content, source, new_id)
    tx.record(copied.outcome, tx.principal.actor, now)
    copying.copy_parts(tx, copied)
    left = [name for d in content.documents for name in unused_files.of_document(d)]
    tx.jobs.add(tx.organization_id, unused_files.later(sorted(set(left)), now))
    told = TemplateVersionRestored(template_id=template_id, name=source.name, version=version)
    tx.record_admin((told,), tx.principal.actor, now)
