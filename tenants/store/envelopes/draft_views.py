"""Addresses that open one draft for its sender once, and the sessions that they begin."""

from dataclasses import astuple, fields
from datetime import datetime, timedelta
from typing import Any

from core.api.draft_view import DraftView
from tenants.store.rows import Rows

COLUMNS = ", ".join(field.name for field in fields(DraftView))


class DraftViews:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def issue(self, token_hash: bytes, view: DraftView, lifetime: timedelta) -> datetime:
        """Until when the address can be opened. Those that are over are forgotten."""
        self._rows.run("delete from draft_views where expires_at < now() - interval '1 hour'")
        row = self._rows.one(
            f"insert into draft_views (organization_id, token_hash, expires_at, {COLUMNS})"  # noqa: S608 - our own names
            " values (%s, %s, now() + %s, %s, %s, %s, %s, %s, %s, %s) returning expires_at",
            *(self._rows.organization_id, token_hash, lifetime, *astuple(view)),
        )
        until: datetime = row["expires_at"]
        return until

    def take(self, token_hash: bytes, session_hash: bytes, lifetime: timedelta) -> DraftView | None:
        """Begin a session. None when the address was used, or is too old."""
        row = self._rows.one_or_none(
            "update draft_views set session_hash = %s, expires_at = now() + %s"  # noqa: S608 - our own names
            " where token_hash = %s and session_hash is null and expires_at > now()"
            f" returning {COLUMNS}",
            *(session_hash, lifetime, token_hash),
        )
        return _view(row)

    def by_session(self, session_hash: bytes) -> DraftView | None:
        """None when it has ended."""
        row = self._rows.one_or_none(
            f"select {COLUMNS} from draft_views where session_hash = %s and expires_at > now()",  # noqa: S608 - our own names
            session_hash,
        )
        return _view(row)

    def end(self, session_hash: bytes) -> None:
        self._rows.run("delete from draft_views where session_hash = %s", session_hash)


def _view(row: dict[str, Any] | None) -> DraftView | None:
    return None if row is None else DraftView(**row)
