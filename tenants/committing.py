"""Whoever opens transactions, and in the last of several commits what was asked for."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from tenants.transaction import Transaction

Made = TypeVar("Made")


class Committing(Protocol):
    """
    What is opened in several transactions (tenants/openers) has its effect in one of them alone,
    and that one goes through `commit`. A program's request keeps its answer in it.
    """

    def transaction(self) -> AbstractContextManager["Transaction"]: ...

    def commit(self, act: Callable[["Transaction"], Made]) -> Made:
        """What `act` makes, once it is committed."""
        with self.transaction() as tx:
            return act(tx)
