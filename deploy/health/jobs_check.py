"""Examines whether jobs are done: relay, worker, what fails and what was given up."""

import time

import psycopg

from core.settings.settings import Settings
from deploy.health.finding import HealthProblem
from tenants.store.jobs import health

PATIENCE = 20.0  # seconds


def programs(settings: Settings) -> str:
    """That relay and worker go on; those that have just been started are waited for."""
    until = time.monotonic() + PATIENCE
    found = _look(settings)
    while health.NOT_YET in " ".join(found.stuck) and time.monotonic() < until:
        time.sleep(0.5)
        found = _look(settings)
    if found.stuck:
        raise HealthProblem(f"{' '.join(found.stuck)} Check its log and restart it.")
    return "running, and nothing urgent is waiting"


def failing(settings: Settings) -> str:
    found = _look(settings)
    if found.failing:
        raise HealthProblem(f"{found.failing} keep failing. The worker's log says where.")
    return "none keeps failing"


def _look(settings: Settings) -> health.Health:
    try:
        with psycopg.connect(settings.database_relay_url, connect_timeout=5) as connection:
            return health.look(connection)
    except psycopg.Error as error:
        raise HealthProblem(f"could not be asked for ({type(error).__name__}).") from None
