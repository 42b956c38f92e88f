"""Why a request of a program is not done."""

from collections.abc import Mapping, Sequence

from core.refusals import Forbidden, Refusal, TooFast, sentence


class KeyNotAccepted(Refusal):
    """Unknown, expired and revoked keys get the same answer: nobody learns which."""

    code = "key_not_accepted"
    status = 401
    title = sentence("No key, or none that works")
    message = sentence(
        "Send a key of your organization that works: “Authorization: Bearer cs_…”."
        " Administrators make keys in the settings, under API keys."
    )


class TooManyWrongKeys(TooFast):
    code = "too_many_wrong_keys"
    status = 429
    title = sentence("A little slower, please")
    message = sentence(
        "Many keys that do not work were sent from your network. Wait five minutes, then try again"
        " with the right one."
    )


class KeyRevokedMeanwhile(Refusal):
    code = "key_revoked_meanwhile"
    message = sentence(
        "The API key that asked to send this was revoked before the pages were ready. Check the"
        " envelope, then send it yourself."
    )


class ScopeMissing(Forbidden):
    code = "scope_missing"
    title = sentence("This key may not do that")
    message = sentence(
        "The key lacks the scope that this needs. Make a key that has it, and use that one."
    )


class IdempotencyKeyReused(Refusal):
    code = "idempotency_key_reused"
    status = 422
    message = sentence(
        "This Idempotency-Key was sent with another request before. Use a new one for each request."
    )


class IdempotencyKeyInUse(Refusal):
    code = "idempotency_key_in_use"
    message = sentence(
        "A request with this Idempotency-Key is still being worked on. Wait a second, then send it"
        " again."
    )


class InvalidRequest(Refusal):
    """`errors` are all that is wrong with what was sent: pointer, code and detail of each."""

    code = "invalid_request"
    status = 422
    title = sentence("Something in this request cannot be accepted")
    message = sentence(
        "A value that was sent cannot be accepted. Correct what stands in “errors”, then send the"
        " request again."
    )

    def __init__(self, errors: Sequence[Mapping[str, str]]) -> None:
        super().__init__(self.message)
        self.details = {"errors": list(errors)}


class MadeEnvelopeGone(Refusal):
    code = "made_envelope_gone"
    message = sentence(
        "The envelope that this request made was thrown away or is not shown to you any more, so"
        " nothing was made again. Use a new Idempotency-Key to make another."
    )
