"""Why a template cannot be used or published now."""

from core.envelopes.refusals import NothingToSend
from core.refusals import Refusal, sentence


class NotPublishedYet(Refusal):
    code = "not_published_yet"
    message = sentence("This template is not published yet. Publish it, then use it.")


class InArchive(Refusal):
    code = "in_archive"
    message = sentence("This template is archived. Unarchive it, then use it.")


class NothingToPublish(NothingToSend):
    code = "nothing_to_publish"
    message = sentence(
        "Something is missing before this template can be used. Complete the highlighted items."
    )
    for_programs = sentence(
        "Something is missing before this template can be used. “errors” lists it."
    )


class NotWholeYet(Refusal):
    """Sent at once from a template, with something that a person has to complete on the draft."""

    code = "template_not_whole"
    message = sentence(
        "This cannot be sent at once, because something is still missing in it. Choose “Edit"
        " first” and complete it there."
    )


class DirectLinkOver(Refusal):
    code = "direct_link_over"
    status = 404
    message = sentence(
        "This link is not active right now. Ask the person who gave it to you for a new one."
    )


class CannotStart(Refusal):
    code = "cannot_start"
    message = sentence(
        "This cannot be started right now. Nothing was sent. Tell the person who gave you the link."
    )
