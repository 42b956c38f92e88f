"""Why something cannot be deleted, exported, erased or closed now."""

from core.refusals import Refusal, sentence


class NotDeletable(Refusal):
    code = "not_deletable"
    message = sentence(
        "This envelope is still open for signing. Void it first, or wait until it has ended."
    )


class DocumentsGone(Refusal):
    code = "documents_gone"
    message = sentence(
        "The organization has erased this document, as its own rules say. A sealed copy that you"
        " kept is as good as before: it can be checked on our verification page."
    )


class OnHold(Refusal):
    code = "on_hold"
    message = sentence(
        "A legal hold keeps this: nothing of it may be destroyed. Ask whoever placed the hold."
    )


class ExportUnderWay(Refusal):
    code = "export_under_way"
    message = sentence("An export is being made already. Wait for it, or throw it away first.")


class ExportTooLarge(Refusal):
    code = "export_too_large"
    message = sentence(
        "More than 100,000 envelopes were sent in this time. Choose a shorter time, and make more"
        " than one file."
    )


class TooManyExports(Refusal):
    code = "too_many_exports"
    message = sentence("Three files are being made already. Wait until one of them is ready.")


class AlreadyClosing(Refusal):
    code = "already_closing"
    message = sentence("This organization is being closed already. Its page says until when.")


class AlreadyClosed(Refusal):
    code = "already_closed"
    message = sentence(
        "The time is over: this organization is being erased. Keep the copies that you have."
    )


class StillMember(Refusal):
    code = "still_member"
    message = sentence(
        "This is the address of a member. Remove them from the organization first, and say who"
        " takes over their envelopes."
    )
