"""Templates as they are read: the list of them, and the page of one."""

from dataclasses import dataclass
from uuid import UUID

from core import access
from core.access import Permission
from core.envelopes.envelope import Envelope
from core.envelopes.listing.folder_tree import Folder
from core.templates.template import Template
from tenants.store.templates.template_lists import TemplateFilter, TemplateSummary
from tenants.store.templates.templates import TemplateVersion
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.listing import folders

PAGE = 100


@dataclass(frozen=True, slots=True)
class TemplateList:
    rows: tuple[TemplateSummary, ...]
    folders: tuple[Folder, ...]
    archived: int


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """
    A template, and the envelope to be seen: its latest version, or what is prepared before it.

    `changed`: since its latest version.
    """

    template: Template
    content: Envelope
    shown: Envelope
    versions: tuple[TemplateVersion, ...]
    changed: bool
    changeable: bool
    owner: str
    summary: TemplateSummary


def listed(tx: Transaction, wanted: TemplateFilter) -> TemplateList:
    """Those that the member may see."""
    tx.require(Permission.READ_ENVELOPES)
    person_id, sees_all = tx.member.person_id, tx.may(Permission.SEE_ALL_ENVELOPES)
    found = tx.template_lists.shown_to(person_id, sees_all, wanted)
    put_away = tx.template_lists.count_archived(person_id, sees_all)
    return TemplateList(tuple(found), tuple(folders.folders(tx)), put_away)


def each(
    tx: Transaction, wanted: TemplateFilter, after: UUID | None, most: int = PAGE
) -> tuple[list[TemplateSummary], UUID | None]:
    """A page of all that the member may see, and after whom the next begins."""
    tx.require(Permission.READ_ENVELOPES)
    person_id, sees_all = tx.member.person_id, tx.may(Permission.SEE_ALL_ENVELOPES)
    found = tx.template_lists.each(*(person_id, sees_all, wanted, after or UUID(int=0), most + 1))
    return found[:most], found[most - 1].id if len(found) > most else None


def page(tx: Transaction, template_id: UUID) -> TemplatePage:
    """Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(template_id)
    template = tx.templates.get(template_id)
    content = tx.envelopes.get(template_id)
    shown = tx.envelopes.get(template.content_id) if template.content_id else content
    return TemplatePage(
        template,
        content,
        shown,
        tx.templates.versions(template_id),
        tx.templates.is_changed(template_id),
        access.may_change(tx.role, standing),
        tx.known_people.names([content.sender_id]).get(content.sender_id, ""),
        tx.template_lists.one(tx.member.person_id, template_id),
    )


def of(tx: Transaction, template_id: UUID) -> Template:
    """Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    tx.standing(template_id)
    return tx.templates.get(template_id)
