"""Errors as programs read them: problem details of RFC 9457, with the stable code."""

from flask import Response, jsonify, request

from core.refusals import Problem
from webapp.text import problem_text
from webapp.text.translation import gettext

MEDIA_TYPE = "application/problem+json"
API = "/api/"
TYPE = "urn:countersign:error:"


def is_wanted() -> bool:
    """The API always answers so, any other address to a client that accepts problem+json."""
    return request.path.startswith(API) or request.accept_mimetypes.best == MEDIA_TYPE


def response(problem: Problem) -> Response:
    """
    The members of RFC 9457 section 3.1, and `code`.

    `errors` holds what is wrong with single values: `detail`, and in `field` the value's name.
    """
    errors = [{"field": f, "detail": text} for f, text in problem_text.errors(problem).items()]
    body = {
        "type": TYPE + problem.code,
        "title": gettext(problem.title),
        "status": problem.status,
        "detail": problem_text.message(problem),
        "code": problem.code,
        **({"errors": errors} if errors else {}),
        **problem.details,
    }
    answer = jsonify(body)
    answer.status_code, answer.mimetype = problem.status, MEDIA_TYPE
    return answer
