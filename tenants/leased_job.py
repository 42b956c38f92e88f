"""A job in the hands of one worker, and the transactions it opens."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from core.principal import SYSTEM
from tenants.installation import Organization
from tenants.transaction import Transaction

T = TypeVar("T")


class BadArgument(Exception):
    """A job that does not say what it is about: another try would not help."""

    permanent = True


@dataclass(frozen=True, slots=True)
class LeasedJob:
    """
    A job that is this worker's until its lease ends.

    `attempts` is the fence: it grows with every lease. `tries` is the budget: how many of them
    count since the job was made, or given new tries by an operator.
    """

    organization: Organization
    id: UUID
    kind: str
    queue: str
    arguments: dict[str, Any]
    attempts: int
    tries: int
    leased_at: datetime
    _since: float = field(default_factory=time.monotonic)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """In the organization of the job, by the system itself: the opener of all actors."""
        with self.organization.transaction(SYSTEM) as tx:
            yield tx

    def now(self) -> datetime:
        """
        The time by the database's clock, which says when jobs are due.

        The worker's own may be behind: what is due there would not be due yet here.
        """
        return self.leased_at + timedelta(seconds=time.monotonic() - self._since)

    def argument(self, name: str, read: Callable[[str], T]) -> T:
        """An argument, read as what it has to be. Raises BadArgument."""
        try:
            return read(str(self.arguments[name]))
        except (KeyError, ValueError):
            raise BadArgument(f"The job does not say which {name} it is about.") from None

    def said(self, name: str, read: Callable[[str], T]) -> T:
        """The old name."""
        return self.argument(name, read)
