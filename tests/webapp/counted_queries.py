"""What is asked of the database while something is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

BEGINNING = "set_config('app.organization_id'"


@dataclass
class Asked:
    """The statements in their order; those that only begin a transaction apart."""

    queries: list[str] = field(default_factory=list)
    transactions: int = 0

    def add(self, query: Any) -> None:
        text = query.decode() if isinstance(query, bytes) else str(query)
        if BEGINNING in text:
            self.transactions += 1
        elif text:  # an empty one asks whether a connection lives
            self.queries.append(" ".join(text.split()))


@contextmanager
def counted() -> Iterator[Asked]:
    """Every cursor of this process counts; the statements are sent all the same."""
    asked = Asked()
    plain = psycopg.Cursor.execute, psycopg.Cursor.executemany

    def execute(self: Any, query: Any, *args: Any, **options: Any) -> Any:
        asked.add(query)
        return plain[0](self, query, *args, **options)

    def executemany(self: Any, query: Any, *args: Any, **options: Any) -> Any:
        asked.add(query)
        return plain[1](self, query, *args, **options)

    psycopg.Cursor.execute, psycopg.Cursor.executemany = execute, executemany  # type: ignore[method-assign]
    try:
        yield asked
    finally:
        psycopg.Cursor.execute, psycopg.Cursor.executemany = plain  # type: ignore[method-assign]
