"""The opener of tests: one use case in a transaction of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from tenants.transaction import Transaction

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class Opener(Protocol):
    """A member, an operator, an organization or a leased job."""

    def transaction(self) -> AbstractContextManager[Any]: ...


def run(
    opener: Opener,
    use_case: Callable[Concatenate[Transaction, Arguments], Answer],
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Answer:
    """`run(member, voiding.void, id, "", NOW)` does what a route does for this member."""
    with opener.transaction() as tx:
        return use_case(tx, *args, **kwargs)
