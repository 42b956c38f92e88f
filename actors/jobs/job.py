"""How a job is run: leased, done by the function of its kind, or given back."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import psycopg
import structlog

from actors.delivery.circuit_breaker import ServerAway
from actors.delivery.undeliverable import Undeliverable
from actors.jobs.broker import THREADS
from actors.jobs.fair_share import QueuePlaces
from actors.jobs.heavy_work import TooHeavy
from actors.jobs.held_leases import HELD
from actors.pdf.sandbox import sandbox
from core.documents.refusals import FileMissing
from core.jobs.kinds import HEAVY
from core.refusals import NotFound
from tenants import leased_job
from tenants.encryption.keys import Destroyed
from tenants.installation import Installation, Organization
from tenants.leased_job import BadArgument, Ending, LeasedJob
from tenants.store.jobs.outbox import LostLease
from tenants.use_cases.bulk_sends import bulk_sends
from tenants.use_cases.documents import document_intake
from tenants.use_cases.evidence import verifying
from tenants.use_cases.evidence.sealing_checks import Tampered

log = structlog.get_logger()
S = TypeVar("S")
T = TypeVar("T")

PLACES = QueuePlaces(THREADS)
WITHOUT_PLACE = timedelta(seconds=0.5)
# A function does its job and says so itself, in the transaction of its effect.
ACTORS: dict[str, Callable[[LeasedJob], None]] = {}
# What is decided when a job of a kind is given up for good, in that very transaction.
ENDINGS: dict[str, Ending] = {}


# Rows may change hands while they are read; whose row is gone three times does not come back.
LOOKS = 3
GONE = "What this job is about is not there any more."


class UnknownJob(Exception):
    """A message names a job that does not exist."""


def actor(function: Callable[[LeasedJob], None]) -> Callable[[LeasedJob], None]:
    """Make `function` the actor of the kind of jobs that has its name."""
    ACTORS[function.__name__] = function
    return function


def ends(kind: str) -> Callable[[Ending], Ending]:
    """Make a function what happens when a job of this kind is given up for good."""

    def made(function: Ending) -> Ending:
        ENDINGS[kind] = function
        return function

    return made


def run_in(queue: str, installation: Installation, organization_id: UUID, job_id: UUID) -> None:
    """As run(), when the organization has a place in this queue; else it is offered again."""
    with PLACES.taken(queue, organization_id) as place:
        if place:
            run(installation, organization_id, job_id)
        else:
            leased_job.requeue(installation.organization(organization_id), job_id, WITHOUT_PLACE)


def run(installation: Installation, organization_id: UUID, job_id: UUID) -> None:
    """Lease and do; what fails is tried again later. Raises UnknownJob."""
    organization = installation.organization(organization_id)
    try:
        job = _lease(organization, job_id)
    except psycopg.OperationalError:
        # No one has it now: it is handed out again as soon as the database is back.
        HELD.report(lambda: leased_job.requeue(organization, job_id))
        raise
    if job is None:
        if not leased_job.exists(organization, job_id):
            raise UnknownJob(str(job_id))
        return
    with HELD.working(job):
        _do(job)


def _do(job: LeasedJob) -> None:
    about = log.bind(kind=job.kind, job=str(job.id), attempt=job.attempts)
    try:
        ACTORS[job.kind](job)
    except TooHeavy:
        job.move_to_queue(HEAVY)
        about.info("goes on in another queue", queue=HEAVY)
    except LostLease:
        about.warning("another worker has taken this job over")
    except Tampered as error:
        _fail(job, str(error), error.permanent)
        about.error("stored data was tampered with", why=str(error))
    except ServerAway as away:
        why, wait = str(away), timedelta(seconds=away.wait)
        _report(job, lambda ending: job.wait(why, wait, ending))
    except sandbox.SetUpFault as error:
        _fail(job, str(error), False)
        about.error("this machine is not set up for it", why=str(error))
    except (Undeliverable, BadArgument) as error:
        _fail(job, str(error), error.permanent)
        about.warning("could not be done", why=str(error))
    except Exception as error:
        if isinstance(error, NotFound) and _was_removed(job):
            job.done()
            return
        gone = job.tries >= LOOKS and _is_gone(error)
        # The message may quote what a person wrote, so only the kind of error is kept.
        _fail(job, GONE if gone else type(error).__name__, gone)
        about.error("failed", error=type(error).__name__, at=_place(error))


def _fail(job: LeasedJob, why: str, permanent: bool) -> None:
    _report(job, lambda ending: job.fail(why, permanent, ending))


def _lease(organization: Organization, job_id: UUID) -> LeasedJob | None:
    return _despite_its_ending(
        lambda endings: leased_job.lease(organization, job_id, endings), ENDINGS, {}
    )


def _report(job: LeasedJob, say: Callable[[Ending | None], None]) -> None:
    HELD.report(lambda: _despite_its_ending(say, ENDINGS.get(job.kind), None))


def _despite_its_ending(say: Callable[[S], T], ending: S, without: S) -> T:
    """A job whose ending fails as well is dead nevertheless: else it would come again for ever."""
    try:
        return say(ending)
    except psycopg.OperationalError:
        raise
    except Exception as error:
        log.error("a job ended without its ending", error=type(error).__name__, at=_place(error))
        return say(without)


def _was_removed(job: LeasedJob) -> bool:
    """Whether what the job is about was removed meanwhile: a document, a file, a bulk send."""
    with job.transaction() as tx:
        return any(
            gone(tx, job)
            for gone in (
                document_intake.was_removed,
                verifying.was_deleted,
                bulk_sends.was_deleted,
            )
        )


def _is_gone(error: Exception) -> bool:
    """Also an organization that is closed: its keys do not come back either."""
    return isinstance(error, NotFound | Destroyed) and not isinstance(error, FileMissing)


def _place(error: BaseException) -> str:
    """Where it was raised, without any of its values."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
