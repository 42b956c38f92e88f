"""The cookies of a sign-in under way: who owes a second step, and what a passkey was asked."""

from flask import Response, make_response, redirect, request, url_for

from tenants.use_cases.sign_in.relying_party import PasskeyChallenge
from webapp.http import security
from webapp.sessions import return_to

PENDING, CHALLENGE = "second-step", "challenge"
SECONDS = 300


def begin(token: str) -> Response:
    """To the second step, after the right password."""
    page = url_for("second_steps.new", next=return_to.next_page())
    answer = make_response(redirect(page, 303))
    security.set_cookie(answer, PENDING, token, max_age=SECONDS)
    return answer


def pending() -> str:
    return request.cookies.get(security.cookie_name(PENDING), "")


def ask(challenge: PasskeyChallenge) -> Response:
    """For static/js/passkey.js, which has the browser ask its authenticator."""
    answer = make_response(challenge.options)
    answer.mimetype = "application/json"
    security.set_cookie(answer, CHALLENGE, challenge.token, max_age=SECONDS)
    return answer


def asked() -> str:
    return request.cookies.get(security.cookie_name(CHALLENGE), "")


def clear(response: Response) -> Response:
    for name in (PENDING, CHALLENGE):
        security.delete_cookie(response, name)
    return response
