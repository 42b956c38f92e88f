"""Why a job cannot be run again."""

from core.refusals import Refusal, sentence


class NotDeadAnymore(Refusal):
    code = "not_dead_anymore"
    message = sentence(
        "These failed jobs no longer exist. Reload the page to see the current ones."
    )
