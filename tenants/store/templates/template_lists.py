"""The list of templates that a member sees, with what each row says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.refusals import NotFound
from core.text.printable import storable
from tenants.store.rows import Rows

MOST = 200
LISTED = """
    select t.id, e.name, t.description, t.version, t.archived_at, e.folder_id, e.sender_id,
        t.version > 0 and e.version > t.published_state as changed,
        coalesce(p.name, '') as owner,
        exists (select from favourite_templates f
            where f.template_id = t.id and f.person_id = %(person)s) as favourite,
        (select array_agg(coalesce(nullif(r.role_name, ''), r.name) order by r.position)
            from recipients r where r.envelope_id = e.id) as roles,
        (select d.id from documents d where d.envelope_id = e.id and d.pages_rendered > 0
            order by d.position limit 1) as document_id,
        (select count(*) from documents d where d.envelope_id = e.id) as documents,
        (select coalesce(sum(s.value), 0)::bigint from summaries s where s.cube = 'template'
            and s.grain = 'month' and s.metric = 'created' and s.template_id = t.id) as used,
        (select u.created_at from envelopes u where u.template_id = t.id
            order by u.created_at desc limit 1) as last_used
    from templates t join envelopes e on e.id = t.id left join people p on p.id = e.sender_id
    where t.deleted_at is null and (%(one)s::uuid is null or t.id = %(one)s)
        and (%(one)s::uuid is not null or %(archived)s::boolean is null
            or (t.archived_at is not null) = %(archived)s)
        and (%(folder)s::uuid is null or e.folder_id = %(folder)s)
        and (not %(usable)s or t.version > 0)
        and strpos(lower(e.name || ' ' || t.description), lower(%(search)s)) > 0
        and (%(sees_all)s or e.sender_id = %(person)s or e.visibility = 'all'
            or (e.visibility = 'team' and exists (select from team_members m
                where m.team_id = e.team_id and m.person_id = %(person)s))
            or exists (select from envelope_shares s
                where s.envelope_id = e.id and s.person_id = %(person)s))
"""
BY_USE = " order by favourite desc, last_used desc nulls last, lower(e.name), t.id limit %(most)s"
BY_ID = " and t.id > %(after)s order by t.id limit %(most)s"


@dataclass(frozen=True, slots=True)
class TemplateFilter:
    """`usable`: published ones only. `archived` None: whether they are or not."""

    search: str = ""
    folder_id: UUID | None = None
    archived: bool | None = False
    usable: bool = False


@dataclass(frozen=True, slots=True)
class TemplateSummary:
    """`document_id` is the one whose first page is shown; `changed`: since it was published."""

    id: UUID
    name: str
    description: str
    version: int
    archived_at: datetime | None
    folder_id: UUID | None
    sender_id: UUID
    changed: bool
    owner: str
    favourite: bool
    roles: tuple[str, ...]
    document_id: UUID | None
    documents: int
    used: int
    last_used: datetime | None


class TemplateLists:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def shown_to(
        self, person_id: UUID, sees_all: bool, wanted: TemplateFilter
    ) -> list[TemplateSummary]:
        """Favourites first, then those that were used last. Up to MOST."""
        return self._found(person_id, sees_all, wanted, None)

    def each(
        self, person_id: UUID, sees_all: bool, wanted: TemplateFilter, after: UUID, most: int
    ) -> list[TemplateSummary]:
        """Some of them, in the order of their ids: those after one."""
        names = self._names(person_id, sees_all, wanted, None) | {"after": after, "most": most}
        return [_summary(row) for row in self._rows.named(LISTED + BY_ID, names)]

    def one(self, person_id: UUID, template_id: UUID) -> TemplateSummary:
        """Of a template that the member may see. Raises NotFound."""
        found = self._found(person_id, True, TemplateFilter(), template_id)
        if not found:
            raise NotFound
        return found[0]

    def count_archived(self, person_id: UUID, sees_all: bool) -> int:
        """As far as they are the member's to see by name."""
        row = self._rows.one(
            "select count(*) as n from templates t join envelopes e on e.id = t.id"
            " where t.deleted_at is null and t.archived_at is not null"
            " and (%s or e.sender_id = %s or e.visibility <> 'owner')",
            *(sees_all, person_id),
        )
        return int(row["n"])

    def _found(
        self, person_id: UUID, sees_all: bool, wanted: TemplateFilter, one: UUID | None
    ) -> list[TemplateSummary]:
        names = self._names(person_id, sees_all, wanted, one)
        return [_summary(row) for row in self._rows.named(LISTED + BY_USE, names)]

    def _names(
        self, person_id: UUID, sees_all: bool, wanted: TemplateFilter, one: UUID | None
    ) -> dict[str, object]:
        return {
            "one": one,
            "person": person_id,
            "sees_all": sees_all,
            "search": storable(wanted.search, 200),
            "folder": wanted.folder_id,
            "archived": wanted.archived,
            "usable": wanted.usable,
            "most": MOST,
        }


def _summary(row: dict[str, Any]) -> TemplateSummary:
    return TemplateSummary(**row | {"roles": tuple(row["roles"] or ())})
