"""The rows of templates and of their versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.refusals import NotFound
from core.templates.template import Template
from tenants.store.rows import Rows

COLUMNS = """
    t.id, t.description, t.version, t.archived_at, v.content_id
    from templates t left join template_versions v
        on (v.organization_id, v.template_id, v.version) = (t.organization_id, t.id, t.version)
"""


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    number: int
    content_id: UUID
    published_by: str
    published_at: datetime


class Templates:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, template_id: UUID) -> Template:
        """Raises NotFound."""
        found = self.all([template_id])
        if not found:
            raise NotFound
        return found[0]

    def all(self, ids: Iterable[UUID]) -> list[Template]:
        """In the order of their ids here; those that were deleted are left out."""
        ids = list(ids)
        rows = self._rows.all(
            f"select {COLUMNS} where t.id = any(%s) and t.deleted_at is null",
            ids,
        )
        found = {row["id"]: Template(**row) for row in rows}
        return [found[id] for id in ids if id in found]

    def name(self, template_id: UUID) -> str:
        """ "" when it was deleted."""
        row = self._rows.one_or_none(
            "select e.name from templates t join envelopes e on e.id = t.id"
            " where t.id = %s and t.deleted_at is null",
            template_id,
        )
        return row["name"] if row else ""

    def lock(self, template_id: UUID) -> Template:
        """Held until the transaction ends. Raises NotFound."""
        self._rows.one(
            "select from templates where id = %s and deleted_at is null for update", template_id
        )
        return self.all([template_id])[0]

    def add(self, template_id: UUID, now: datetime) -> None:
        self._rows.run(
            "insert into templates (organization_id, id, created_at) values (%s, %s, %s)",
            *(self._rows.organization_id, template_id, now),
        )

    def describe(self, template_id: UUID, description: str) -> None:
        self._rows.run(
            "update templates set description = %s where id = %s", description, template_id
        )

    def publish(
        self, template_id: UUID, version: int, content_id: UUID, by: UUID, now: datetime
    ) -> None:
        """What it holds now is its latest version."""
        self._rows.run(
            "insert into template_versions (organization_id, template_id, version, content_id,"
            " published_by, published_at) values (%s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, template_id, version, content_id, by, now),
        )
        self._rows.run(
            "update templates t set version = %s, published_state = e.version"
            " from envelopes e where e.id = t.id and t.id = %s",
            *(version, template_id),
        )

    def is_changed(self, template_id: UUID) -> bool:
        """Whether it was changed since its latest version."""
        row = self._rows.one(
            "select e.version > t.published_state as changed from templates t"
            " join envelopes e on e.id = t.id where t.id = %s",
            template_id,
        )
        return bool(row["changed"])

    def archive(self, template_id: UUID, at: datetime | None) -> None:
        """None: it is taken out of the archive."""
        self._rows.run("update templates set archived_at = %s where id = %s", at, template_id)

    def delete(self, template_id: UUID, now: datetime) -> None:
        self._rows.run("update templates set deleted_at = %s where id = %s", now, template_id)

    def contents(self, template_id: UUID) -> list[UUID]:
        """The envelopes that it and its versions are, in the order in which they are locked."""
        rows = self._rows.all(
            "select content_id as id from template_versions where template_id = %s"
            " union select %s order by id",
            *(template_id, template_id),
        )
        return [row["id"] for row in rows]

    def versions(self, template_id: UUID) -> tuple[TemplateVersion, ...]:
        """The latest first."""
        rows = self._rows.all(
            "select v.version as number, v.content_id, coalesce(p.name, '') as published_by,"
            " v.published_at from template_versions v left join people p on p.id = v.published_by"
            " where v.template_id = %s order by v.version desc limit 200",
            template_id,
        )
        return tuple(TemplateVersion(**row) for row in rows)

    def mark(self, template_id: UUID, person_id: UUID, favourite: bool) -> None:
        """Among one's favourites, or not any more."""
        if favourite:
            self._rows.run(
                "insert into favourite_templates (organization_id, person_id, template_id)"
                " values (%s, %s, %s) on conflict do nothing",
                *(self._rows.organization_id, person_id, template_id),
            )
        else:
            self._rows.run(
                "delete from favourite_templates where person_id = %s and template_id = %s",
                *(person_id, template_id),
            )
