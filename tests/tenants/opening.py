"""The opener of tests: one use case in a transaction of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from core.principal import SYSTEM
from tenants.installation import Organization
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class Actor(Protocol):
    """A member, an operator or a leased job."""

    def transaction(self) -> AbstractContextManager[Any]: ...


def run(
    who: Actor | Organization,
    use_case: Callable[Concatenate[Transaction, Arguments], Answer],
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Answer:
    """
    `run(member, voiding.void, id, "", NOW)` does what a route does for this member.

    In an organization as such the system acts.
    """
    opened = who.transaction(SYSTEM) if isinstance(who, Organization) else who.transaction()
    with opened as tx:
        return use_case(tx, *args, **kwargs)


def run_job(
    job: LeasedJob,
    use_case: Callable[Concatenate[Transaction, LeasedJob, Arguments], Answer],
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Answer:
    """What an actor does: `run_job(job, expiring.expire, NOW)`."""
    with job.transaction() as tx:
        return use_case(tx, job, *args, **kwargs)
