"""Why something about webhooks is not done."""

from core.refusals import Refusal, sentence


class TooManyEndpoints(Refusal):
    code = "too_many_webhook_endpoints"
    message = sentence(
        "Your organization has as many webhook endpoints as it can have. Delete one that is no"
        " longer used."
    )


class EndpointDisabled(Refusal):
    code = "webhook_endpoint_disabled"
    message = sentence("This webhook endpoint is disabled. Resume it first.")


class NothingToReplay(Refusal):
    code = "nothing_to_replay"
    message = sentence("No delivery matches, so nothing is sent again. Choose another time.")
