"""The rows of direct links: one for each template that has one."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.templates.direct_link import DirectLink, Question, QuestionKind
from tenants.store.rows import Rows

COLUMNS = "id, template_id, role_name, questions, active, max_uses, uses, expires_at, immediate"


class DirectLinks:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, template_id: UUID) -> DirectLink | None:
        row = self._rows.one_or_none(
            f"select {COLUMNS} from direct_links where template_id = %s",  # noqa: S608 - ours
            template_id,
        )
        return _link(row) if row else None

    def get(self, link_id: UUID) -> DirectLink:
        """Raises NotFound."""
        return _link(
            self._rows.one(
                f"select {COLUMNS} from direct_links where id = %s",  # noqa: S608 - ours
                link_id,
            )
        )

    def save(self, link: DirectLink, token_hash: bytes, now: datetime) -> None:
        """New, or as it is from now on; with another id it has another address."""
        self._rows.run(
            "insert into direct_links (organization_id, id, template_id, token_hash, role_name,"
            " questions, active, max_uses, expires_at, immediate, created_at)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (organization_id, template_id) do update set id = excluded.id,"
            " token_hash = excluded.token_hash, role_name = excluded.role_name,"
            " questions = excluded.questions, active = excluded.active,"
            " max_uses = excluded.max_uses, expires_at = excluded.expires_at,"
            " immediate = excluded.immediate",
            *(self._rows.organization_id, link.id, link.template_id, token_hash, link.role_name),
            *(Jsonb([asdict(q) for q in link.questions]), link.active, link.max_uses),
            *(link.expires_at, link.immediate, now),
        )

    def lock(self, link_id: UUID) -> None:
        """Those who start by it take turns. Raises NotFound."""
        self._rows.one("select from direct_links where id = %s for update", link_id)

    def use(self, link_id: UUID, now: datetime) -> bool:
        """Count one use. False when it is closed, over or used up; two never take the last one."""
        used = self._rows.run(
            "update direct_links set uses = uses + 1 where id = %s and active"
            " and (max_uses is null or uses < max_uses)"
            " and (expires_at is null or expires_at > %s)",
            *(link_id, now),
        )
        return used == 1


def _link(row: dict[str, Any]) -> DirectLink:
    questions = tuple(
        Question(**q | {"kind": QuestionKind(q["kind"]), "options": tuple(q["options"])})
        for q in row["questions"]
    )
    return DirectLink(**row | {"questions": questions})
