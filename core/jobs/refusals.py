"""Why a job cannot be run again."""

from core.refusals import Refusal, sentence


class NotDeadAnymore(Refusal):
    code = "not_dead_anymore"
    message = sentence(
        "There are no such failed jobs anymore. Reload the page to see which there are."
    )
