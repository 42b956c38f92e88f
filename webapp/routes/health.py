"""Whether this process lives, and whether it can do its work."""

from flask import Blueprint, Response, make_response
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from tenants.store.jobs import health
from webapp import current

bp = Blueprint("health", __name__)


@bp.get("/health")
def show() -> Response:
    return _plain("ok", 200)


@bp.get("/ready")
def ready() -> Response:
    """
    Whether everything goes on: the database answers, relay and worker are heard of.

    Jobs that fail are said, and are no reason to send people elsewhere.
    """
    try:
        with current.installation().pool.connection(timeout=2) as connection:
            found = health.look(connection)
    except (OperationalError, PoolTimeout):
        return _plain("the database does not answer", 503)
    if found.stuck:
        return _plain("\n".join(found.stuck), 503)
    failing = f"\n{found.failing} jobs fail again and again." if found.failing else ""
    dead = f"\n{found.dead} jobs were given up." if found.dead else ""
    return _plain(f"ok{failing}{dead}", 200)


def _plain(text: str, status: int) -> Response:
    response = make_response(text + "\n", status)
    response.mimetype = "text/plain"
    return response
