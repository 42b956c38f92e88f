"""The branding of an organization as one row: settings, a logo on its way, a question by mail."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from tenants.store.rows import Rows


class BrandingRows:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self) -> dict[str, Any] | None:
        """None where nothing ever was set."""
        return self._rows.one_or_none("select * from branding")

    def lock(self, token_hash: bytes) -> dict[str, Any]:
        """The row, there from now on, which no one else changes meanwhile."""
        self._rows.run(
            "insert into branding (organization_id, token_hash) values (%s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, token_hash),
        )
        return self._rows.one("select * from branding for update")

    def save(self, new: Mapping[str, Any], old: Mapping[str, Any]) -> None:
        self._rows.run(
            "update branding set settings = %s, previous = %s, version = version + 1",
            *(Jsonb(dict(new)), Jsonb(dict(old))),
        )

    def expect_logo(self, upload_id: UUID) -> None:
        self._rows.run("update branding set logo_upload = %s, logo_problem = ''", str(upload_id))

    def end_logo(self) -> None:
        """None is on its way any more."""
        self._rows.run("update branding set logo_upload = ''")

    def refuse_logo(self, upload_id: UUID, reason: str) -> None:
        self._rows.run(
            "update branding set logo_problem = %s where logo_upload = %s",
            *(reason, str(upload_id)),
        )

    def ask_reply_to(self, address: str, by: UUID, token: bytes, life: timedelta) -> None:
        self._rows.run(
            "update branding set reply_to_asked = %s, reply_to_by = %s, reply_to_hash = %s,"
            " reply_to_until = now() + %s",
            *(address, by, token, life),
        )

    def end_reply_to(self) -> None:
        """No address is asked any more."""
        self._rows.run(
            "update branding set reply_to_asked = '', reply_to_by = null, reply_to_hash = null"
        )

    def asked_reply_to(self, token: bytes) -> tuple[str, str]:
        """The organization's name and the address it asked about. Raises NotFound."""
        row = self._rows.one(
            "select o.name, b.reply_to_asked from organizations o, branding b"
            " where b.reply_to_hash = %s",
            token,
        )
        return row["name"], row["reply_to_asked"]
