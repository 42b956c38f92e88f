"""Errors as DocuSign's SDKs read them: `errorCode` and `message`, which names what is wrong."""

from typing import Any

from flask import Response, jsonify, request

from core.refusals import Problem
from webapp.text import problem_text
from webapp.text.translation import gettext

PATH = "/restapi/"
# What programs look for, by our code; of all others it is our code in capitals.
CODES = {
    "invalid_request": "INVALID_REQUEST_PARAMETER",
    "invalid": "INVALID_REQUEST_PARAMETER",
    "bad_request": "INVALID_REQUEST_BODY",
    "key_not_accepted": "AUTHORIZATION_INVALID_TOKEN",
    "scope_missing": "USER_LACKS_PERMISSIONS",
    "forbidden": "USER_LACKS_PERMISSIONS",
    "too_fast": "HOURLY_APIINVOCATION_LIMIT_EXCEEDED",
    "not_your_turn": "RECIPIENT_NOT_IN_SEQUENCE",
    "not_open": "ENVELOPE_IS_INCOMPLETE",
    "nothing_to_send": "ENVELOPE_IS_INCOMPLETE",
    "not_a_draft": "ENVELOPE_INVALID_STATUS",
    "text_not_found": "ANCHOR_TAB_STRING_NOT_FOUND",
}
# The envelope or template that an address names is none that this program may see.
ABSENT = {"envelope_id": "ENVELOPE_DOES_NOT_EXIST", "template_id": "TEMPLATE_ID_INVALID"}
# Their SDKs know no 409 and no 422.
STATUSES = {409: 400, 422: 400}


def is_wanted() -> bool:
    return request.path.startswith(PATH)


def response(problem: Problem) -> Response:
    answer = jsonify({"errorCode": _code(problem), "message": _message(problem)})
    answer.status_code = STATUSES.get(problem.status, problem.status)
    return answer


def _code(problem: Problem) -> str:
    if problem.status == 404:
        given = request.view_args or {}
        return next((code for name, code in ABSENT.items() if name in given), "RESOURCE_NOT_FOUND")
    listed: Any = problem.details.get("errors", ())
    if any(each["code"].isupper() for each in listed):
        return str(listed[0]["code"])
    return CODES.get(problem.code, problem.code.upper())


def _message(problem: Problem) -> str:
    listed: Any = problem.details.get("errors", ())
    told = [f"{each.get('pointer') or 'body'}: {each['detail']}" for each in listed]
    told += [f"{name}: {why}" for name, why in problem_text.errors(problem).items()]
    if told:
        return " ".join(told)
    if problem.for_programs:
        return gettext(problem.for_programs)
    return problem_text.message(problem)
