"""Why a bulk send is not done."""

from core.refusals import Refusal, sentence


class BulkSendMovedOn(Refusal):
    code = "bulk_send_moved_on"
    message = sentence(
        "This bulk send has changed since the page was opened. Reload the page to see what you can"
        " do."
    )
    for_programs = sentence(
        "The “state” of this bulk send does not allow that, or another number of rows is ready."
        " Get it again to see."
    )


class NoRowsToSend(Refusal):
    code = "no_rows_to_send"
    message = sentence("No row can be sent. Correct the rows with errors first.")


class BulkSendRunning(Refusal):
    code = "bulk_send_running"
    message = sentence("This bulk send is still under way. Cancel it first, then delete it.")
