"""Why a request of a program is not done."""

from collections.abc import Mapping, Sequence

from core.refusals import LISTED, Forbidden, Refusal, TooFast, sentence


class KeyNotAccepted(Refusal):
    """Unknown, expired and revoked keys get the same answer: no one learns which."""

    code = "key_not_accepted"
    status = 401
    title = sentence("No valid API key")
    message = sentence(
        "Send a valid API key for your organization: “Authorization: Bearer cs_…”. Admins can"
        " create keys in the settings, under “API keys”."
    )


class TooManyWrongKeys(TooFast):
    code = "too_many_wrong_keys"
    status = 429
    title = sentence("Too many requests")
    message = sentence(
        "Too many invalid API keys were sent from your network. Wait five minutes, then try again"
        " with a valid one."
    )


class KeyNotRenewable(Refusal):
    code = "key_not_renewable"
    message = sentence("This key is expired or revoked. Create a new one.")


class KeyRevokedMeanwhile(Refusal):
    code = "key_revoked_meanwhile"
    message = sentence(
        "The API key that asked to send this envelope was revoked before the pages were ready."
        " Check the envelope, then send it yourself."
    )


class ScopeMissing(Forbidden):
    """`scopes`: each of them would do."""

    code = "scope_missing"
    title = sentence("This key is not allowed to do that")
    message = sentence(
        "The key or access token does not have the scope this needs: %(scopes)s. Use one that has"
        " it."
    )

    def __init__(self, scopes: Sequence[str]) -> None:
        super().__init__(self.message)
        self.values = {"scopes": " / ".join(scopes)}
        self.details = {"scopes": list(scopes)}


class IdempotencyKeyReused(Refusal):
    code = "idempotency_key_reused"
    status = 422
    message = sentence(
        "This Idempotency-Key was already used with a different request. Use a new"
        " one for each request."
    )


class IdempotencyKeyInUse(Refusal):
    code = "idempotency_key_in_use"
    message = sentence(
        "A request with this Idempotency-Key is still in progress. Wait a second,"
        " then send it again."
    )


class InvalidRequest(Refusal):
    """`errors` are all that is wrong with what was sent: pointer, code and detail of each."""

    code = "invalid_request"
    status = 422
    title = sentence("Something in this request cannot be accepted")
    message = LISTED

    def __init__(self, errors: Sequence[Mapping[str, str]]) -> None:
        super().__init__(self.message)
        self.details = {"errors": list(errors)}


class AnswerErased(Refusal):
    code = "answer_erased"
    message = sentence(
        "This request was done before, and what was answered then has been erased since. Look at"
        " how it stands now, or use a new Idempotency-Key to ask anew."
    )


class ChangedSinceRead(Refusal):
    """What `If-Match` names is not how it is now."""

    code = "changed_since_read"
    status = 412
    title = sentence("Changed in the meantime")
    message = sentence(
        "This was changed since you read it. Read it again, then send your change with its new"
        " ETag in If-Match."
    )


class EventCursorExpired(Refusal):
    code = "event_cursor_expired"
    status = 410
    title = sentence("These events are no longer kept")
    message = sentence(
        "Events after this cursor were deleted, or a backup was restored. List your envelopes to"
        " see how they stand, then read events again without “after”."
    )
