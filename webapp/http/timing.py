"""How long an answer took, said in its Server-Timing header."""

from time import perf_counter

from flask import Flask, Response, g


def register(app: Flask) -> None:
    """Registered first, so that its clock starts before and stops after everything else."""
    app.before_request(_start)
    app.after_request(_stop)


def _start() -> None:
    g.started = perf_counter()


def _stop(response: Response) -> Response:
    if "started" in g:
        response.headers["Server-Timing"] = f"total;dur={1000 * (perf_counter() - g.started):.1f}"
    return response
