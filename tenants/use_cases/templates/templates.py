"""Templates as they are kept: made, described, marked, archived, deleted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core import access
from core.access import Permission
from core.envelopes.drafts import copying as rules
from core.envelopes.drafts import draft
from core.envelopes.drafts.copying import Copied
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.events.retention import MovedToBin
from core.events.event import AdminEvent
from core.refusals import Forbidden
from core.templates.events import (
    TemplateArchived,
    TemplateCreated,
    TemplateDeleted,
    TemplateUnarchived,
)
from core.templates.template import DESCRIPTION_LIMIT, Template
from core.text.printable import storable
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import copying, drafting
from tenants.use_cases.envelopes.listing import folders
from tenants.use_cases.templates import template_pages


def create(tx: Transaction, template_id: UUID, name: str, now: datetime) -> None:
    """A template with nothing in it yet. The same id again is the same template."""
    tx.require(Permission.SEND_ENVELOPES)
    named = replace(blank(tx, template_id, now), name=draft.typed_name(name)[: drafting.NAME_LIMIT])
    if tx.envelopes.add(named):
        tx.record(draft.create(named), tx.principal.actor, now)
        add(tx, named, now)
    tx.standing(template_id)


def create_from(
    tx: Transaction,
    envelope_id: UUID,
    template_id: UUID,
    word: Callable[[str], str],
    now: datetime,
) -> None:
    """
    A template of an envelope, with a role for everyone who acts in it. `word` translates.

    Raises NotFound, Forbidden, NothingToCopy, NotReadyToCopy.
    """
    tx.require(Permission.SEND_ENVELOPES)
    if access.sees_as_recipient(tx.role, tx.standing(envelope_id)):
        raise Forbidden
    begun, source = blank(tx, template_id, now), tx.envelopes.hold(envelope_id)
    _write(tx, begun, rules.for_template(begun, source, word, new_id), now)


def duplicate(tx: Transaction, template_id: UUID, copy_id: UUID, now: datetime) -> None:
    """Another template with the same contents, of one's own. Raises NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    template = template_pages.of(tx, template_id)
    begun, source = blank(tx, copy_id, now), tx.envelopes.hold(template_id)
    if _write(tx, begun, rules.of_envelope(begun, source, new_id), now):
        tx.templates.describe(copy_id, template.description)


def describe(
    tx: Transaction, template_id: UUID, description: str, folder_id: UUID | None, now: datetime
) -> None:
    """
    What it is for, in a line of the list, and its folder. Raises NotFound, Forbidden.

    A folder that a page could not show stays as it is.
    """
    tx.require(Permission.SEND_ENVELOPES)
    _changeable(tx, template_id)
    tx.templates.describe(template_id, storable(description, DESCRIPTION_LIMIT))
    there = tx.envelopes.folder_of(template_id)
    if there is None or there in {f.id for f in folders.folders(tx)}:
        folders.put(tx, template_id, folder_id, now)


def mark(tx: Transaction, template_id: UUID, favourite: bool) -> None:
    """Among one's own favourites, or not any more. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    template_pages.of(tx, template_id)
    tx.templates.mark(template_id, tx.member.person_id, favourite)


def archive(tx: Transaction, template_id: UUID, archived: bool, now: datetime) -> None:
    """Into the archive, where it cannot be used, or out of it. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    template = _changeable(tx, template_id)
    if archived == (template.archived_at is not None):
        return
    tx.templates.archive(template_id, now if archived else None)
    told = TemplateArchived if archived else TemplateUnarchived
    _tell(tx, told(template_id=template_id, name=tx.envelopes.get(template_id).name), now)


def delete(tx: Transaction, template_id: UUID, now: datetime) -> None:
    """For good: what was started from it stays. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    _changeable(tx, template_id)
    tx.templates.delete(template_id, now)
    name = tx.envelopes.get(template_id).name
    for content_id in tx.templates.contents(template_id):
        content = replace(tx.envelopes.lock(content_id), deleted_at=now)
        tx.record(Outcome(content, (MovedToBin(),)), tx.principal.actor, now)
    _tell(tx, TemplateDeleted(template_id=template_id, name=name), now)


def blank(tx: Transaction, template_id: UUID, now: datetime) -> Envelope:
    """What a template holds before anything is in it; not stored."""
    tx.require(Permission.SEND_ENVELOPES)
    return replace(drafting.blank(tx, template_id, now), content_of=template_id)


def _write(tx: Transaction, begun: Envelope, copied: Copied, now: datetime) -> bool:
    """False when the id is taken: the same form was sent twice. Raises NotFound."""
    written = copying.write(tx, begun, copied, tx.principal.actor, now)
    if written:
        add(tx, copied.outcome.envelope, now)
    tx.standing(begun.id)
    return written


def add(tx: Transaction, content: Envelope, now: datetime) -> None:
    """Its row, beside that of the envelope that was recorded."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.templates.add(content.id, now)
    _tell(tx, TemplateCreated(template_id=content.id, name=content.name), now)


def _changeable(tx: Transaction, template_id: UUID) -> Template:
    """Locked. Raises NotFound, Forbidden."""
    tx.check_changeable(template_id)
    return tx.templates.lock(template_id)


def _tell(tx: Transaction, event: AdminEvent, now: datetime) -> None:
    tx.record_admin((event,), tx.principal.actor, now)
