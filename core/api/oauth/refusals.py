"""Why something is not done with an OAuth client, in words for people."""

from core.refusals import Refusal, sentence


class TooManyClients(Refusal):
    code = "too_many_clients"
    message = sentence("Your organization has 200 applications. Delete one that is not used.")


class ApplicationUnknown(Refusal):
    """Before the client and its redirect URI are known to be good, nothing is sent back to it."""

    code = "application_unknown"
    status = 404
    title = sentence("This application cannot be connected")
    message = sentence(
        "The address you came by does not belong to an application that is registered here. Close"
        " this page, and ask the maker of the application for help."
    )


class ApplicationElsewhere(Refusal):
    code = "application_elsewhere"
    status = 403
    title = sentence("This application cannot be connected")
    message = sentence(
        "This application belongs to an organization that you are not signed in to. Switch to that"
        " organization, then start again in the application."
    )
