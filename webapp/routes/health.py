"""Whether this process lives, and whether it can do its work."""

from flask import Blueprint, Response, make_response
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from webapp import current

bp = Blueprint("health", __name__)


@bp.get("/health")
def show() -> Response:
    return _plain("ok", 200)


@bp.get("/ready")
def ready() -> Response:
    """The database is all that signing needs."""
    try:
        with current.installation().pool.connection(timeout=2) as connection:
            connection.execute("select 1")
    except (OperationalError, PoolTimeout):
        return _plain("the database does not answer", 503)
    return _plain("ok", 200)


def _plain(text: str, status: int) -> Response:
    response = make_response(text + "\n", status)
    response.mimetype = "text/plain"
    return response
