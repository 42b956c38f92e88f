"""The database of another product, opened so that nothing in it can be changed."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg.rows import dict_row

from deploy.console import stop


class ForeignDatabase(Protocol):
    """`%s` stands for an argument."""

    def rows(self, query: str, *arguments: object) -> list[dict[str, Any]]: ...

    def close(self) -> None: ...


class ForeignPostgres:
    """Each query sees the same moment: one transaction that can only read."""

    def __init__(self, url: str) -> None:
        try:
            self._connection = psycopg.connect(url, row_factory=dict_row)
        except psycopg.OperationalError as problem:
            stop(f"The database does not answer: {problem}")
        self._connection.read_only = True
        self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

    def rows(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        return self._connection.execute(query, arguments).fetchall()

    def close(self) -> None:
        self._connection.rollback()
        self._connection.close()


class ForeignSqlite:
    def __init__(self, url: str) -> None:
        path = Path("/" + url.removeprefix("sqlite:").lstrip("/"))
        if not path.is_file():
            stop(f"There is no file {path}.")
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        self._connection.row_factory = sqlite3.Row

    def rows(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        with closing(self._connection.execute(query.replace("%s", "?"), _plain(arguments))) as c:
            return [dict(row) for row in c.fetchall()]

    def close(self) -> None:
        self._connection.close()


def opened(url: str) -> ForeignDatabase:
    """Stops with a sentence where it cannot be read."""
    scheme = url.partition(":")[0]
    if scheme in ("postgres", "postgresql"):
        return ForeignPostgres(url)
    if scheme == "sqlite":
        return ForeignSqlite(url)
    stop(
        f"Databases of the kind {scheme} cannot be read. Give postgresql://… or sqlite:/path; move"
        " one in MySQL to PostgreSQL first."
    )


def _plain(arguments: Sequence[object]) -> tuple[Any, ...]:
    return tuple(arguments)
