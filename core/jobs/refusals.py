"""Why a job cannot be run again."""

from core.refusals import Refusal, sentence


class NotDeadAnymore(Refusal):
    code = "not_dead_anymore"
    message = sentence("Nothing like that is dead any more. Reload the page to see what is.")
