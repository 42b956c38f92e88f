"""Work on a PDF that takes a processor long: it begins among the quick and goes on by itself."""

from collections.abc import Callable
from typing import TypeVar

from actors.pdf.sandbox import sandbox
from core.jobs.kinds import HEAVY
from tenants.leased_job import LeasedJob

# Seconds of a processor that no one minds who waits behind it.
QUICK = 6.0

Result = TypeVar("Result")


class TooHeavy(Exception):
    """It is not done in the time for quick ones: it belongs to the queue for heavy work."""


def attempt(
    job: LeasedJob,
    function: Callable[..., Result],
    *arguments: object,
    seconds: float,
    in_folder: bool = False,
) -> Result:
    """As sandbox.run(). Raises TooHeavy unless the job is in the queue for heavy work already."""
    if job.queue == HEAVY or seconds <= QUICK:
        return sandbox.run(function, *arguments, seconds=seconds, in_folder=in_folder)
    try:
        return sandbox.run_once(function, *arguments, seconds=QUICK, in_folder=in_folder)
    except sandbox.OutOfTime:
        raise TooHeavy from None
    except (sandbox.ChildKilled, sandbox.Interrupted):
        return sandbox.run(function, *arguments, seconds=seconds, in_folder=in_folder)


def attempt_untrusted(
    job: LeasedJob,
    function: Callable[..., Result],
    *arguments: object,
    seconds: float,
    in_folder: bool = False,
) -> Result:
    """The same where the document is at fault if its child dies: TooComplex or DamagedPdf."""
    with sandbox.blaming():
        return attempt(job, function, *arguments, seconds=seconds, in_folder=in_folder)
