"""What is wrong with a request before any rule looks at it, by its HTTP status."""

from core.refusals import Forbidden, NotFound, Problem, sentence


class MalformedRequest(Problem):
    code = "malformed_request"
    status = 400
    title = sentence("We could not read that")
    message = sentence("Something in this request was incomplete. Go back and try again.")


class Unauthenticated(Problem):
    code = "unauthenticated"
    status = 401
    title = sentence("Please sign in")
    message = sentence("You are not signed in, or your session has ended. Sign in, then try again.")


class ForeignRequest(Forbidden):
    """The form is too old, or another site sent it."""

    code = "foreign_request"
    title = sentence("Please try again")
    message = sentence(
        "This page was open for too long, or your browser blocks cookies. Nothing"
        " was changed. Go back, reload the page and try again."
    )


class MethodNotAllowed(Problem):
    code = "method_not_allowed"
    status = 405
    title = sentence("That does not work here")
    message = sentence("This page cannot be used in that way. Go back and try again.")


class RequestTooLarge(Problem):
    code = "request_too_large"
    status = 413
    title = sentence("Too large")
    message = sentence("This file is larger than 100 MB. Make it smaller or split it.")


class FormTooLarge(Problem):
    code = "form_too_large"
    status = 413
    title = sentence("Too large")
    message = sentence(
        "A form can have up to 4 MB of text, not counting files, and 1,000 parts. Send less at a"
        " time."
    )


class JsonTooLarge(Problem):
    code = "json_too_large"
    status = 413
    title = sentence("Too large")
    message = sentence(
        "A JSON body can be up to 35 MB. Send files as parts of a form (multipart/form-data)."
    )


class TooManyRequests(Problem):
    code = "too_many_requests"
    status = 429
    title = sentence("Too many requests")
    message = sentence(
        "There were too many requests from your network. Wait a minute, then try again."
    )


class InternalError(Problem):
    code = "internal_error"
    status = 500
    title = sentence("Something went wrong on our side")
    message = sentence(
        "Nothing you did was lost. Try again in a moment. The error has been logged."
    )


class Unavailable(Problem):
    code = "unavailable"
    status = 503
    title = sentence("Just a moment, please")
    message = sentence(
        "The server is very busy right now. Nothing you did was lost. Try again in a moment."
    )


BY_STATUS: dict[int, type[Problem]] = {
    error.status: error
    for error in (
        *(MalformedRequest, Unauthenticated, Forbidden, NotFound, MethodNotAllowed),
        *(RequestTooLarge, TooManyRequests, InternalError, Unavailable),
    )
}


def by_status(status: int) -> type[Problem]:
    """The nearest there is for a status that has none of its own."""
    return BY_STATUS.get(status) or (MalformedRequest if status < 500 else InternalError)
