"""Whether relay and worker are heard of, and whether jobs are done: what /ready and doctor ask."""

from dataclasses import dataclass
from typing import Any

from psycopg import Connection

BEAT_EVERY = 5.0
# Seconds. A program that hangs, or has ended and does not come back.
UNHEARD = 30
# A person waits for these, and no backlog of another organization holds them up for so long.
URGENT = ("seal_envelope", "mail_account", "answer_by_mail")
LATE = 300
NOT_YET = "has not been heard of yet"


@dataclass(frozen=True, slots=True)
class Health:
    """`stuck` are sentences about what does not go on; `failing` and `dead` count jobs."""

    stuck: tuple[str, ...]
    failing: int
    dead: int


def beat(connection: Connection[Any], program: str) -> None:
    """For the roles app and relay, like all here."""
    connection.execute("select beat(%s)", (program,))


def look(connection: Connection[Any]) -> Health:
    query = "select relay, worker, oldest_due, failing, dead from jobs_health(%s)"
    row = connection.execute(query, (list(URGENT),)).fetchone()
    relay, worker, oldest, failing, dead = row if row else (None, None, 0, 0, 0)
    stuck = [_silence("relay", relay), _silence("worker", worker)]
    if oldest > LATE:
        stuck.append(f"A job that is urgent has been waiting for {oldest:.0f} s.")
    return Health(tuple(sentence for sentence in stuck if sentence), failing, dead)


def _silence(program: str, seconds: float | None) -> str:
    if seconds is None:
        return f"The {program} {NOT_YET}."
    return f"The {program} was last heard of {seconds:.0f} s ago." if seconds > UNHEARD else ""
