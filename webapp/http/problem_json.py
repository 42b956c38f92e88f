"""Errors as programs read them: problem details of RFC 9457, with the stable code."""

from collections.abc import Collection

from flask import Response, jsonify, request

from core.refusals import Problem
from webapp.text import problem_text
from webapp.text.translation import gettext

MEDIA_TYPE = "application/problem+json"
API = "/api/"
TYPE = "urn:countersign:error:"


def is_wanted() -> bool:
    """The API always answers so, any other address to a client that accepts problem+json."""
    return _is_api() or request.accept_mimetypes.best == MEDIA_TYPE


def response(problem: Problem) -> Response:
    """
    The members of RFC 9457 section 3.1, and `code`.

    `errors` holds what is wrong with single values: `detail`, and where it is.
    """
    errors = [_error(problem, *each) for each in problem_text.errors(problem).items()]
    for_program = problem.for_programs and _is_api()
    body = {
        "type": TYPE + problem.code,
        "title": gettext(problem.title),
        "status": problem.status,
        "detail": gettext(problem.for_programs) if for_program else problem_text.message(problem),
        "code": problem.code,
        **({"errors": errors} if errors else {}),
        **problem.details,
    }
    answer = jsonify(body)
    answer.status_code, answer.mimetype = problem.status, MEDIA_TYPE
    return answer


def _error(problem: Problem, name: str, detail: str) -> dict[str, str]:
    """
    As the API lists all errors, with a pointer if the body has a member of this name; a form says
    in `field` which of its values it is.
    """
    if not _is_api():
        return {"field": name, "detail": detail}
    pointer = f"#/{name}" if name in _asked() else ""
    return {"pointer": pointer, "code": problem.code, "detail": detail}


def _is_api() -> bool:
    return request.path.startswith(API)


def _asked() -> Collection[str]:
    """The names of what the body may have."""
    parts = getattr(request, "context", None)
    forms = (getattr(parts and parts.form, name, None) for name in ("envelope", "template"))
    body = parts and (parts.json or next(filter(None, forms), None))
    return type(body).model_fields if body else ()
