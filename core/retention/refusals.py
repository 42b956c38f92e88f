"""Why something cannot be deleted, exported, erased or closed now."""

from core.refusals import Refusal, sentence


class NotDeletable(Refusal):
    code = "not_deletable"
    message = sentence(
        "This envelope is still open for signing. Void it first, or wait until it is closed."
    )


class DocumentsGone(Refusal):
    code = "documents_gone"
    message = sentence(
        "The organization has erased this document under its own rules. A sealed copy that you"
        " kept is still valid: you can check it on our verification page."
    )


class OnHold(Refusal):
    code = "on_hold"
    message = sentence(
        "This is under a legal hold and cannot be deleted. Ask the person who placed the hold."
    )


class ExportUnderWay(Refusal):
    code = "export_under_way"
    message = sentence("An export is already being created. Wait for it, or delete it first.")


class ExportTooLarge(Refusal):
    code = "export_too_large"
    message = sentence(
        "More than 100,000 envelopes were sent in this period. Choose shorter periods and create"
        " several files."
    )


class TooManyExports(Refusal):
    code = "too_many_exports"
    message = sentence("Three files are already being created. Wait until one of them is ready.")


class AlreadyClosing(Refusal):
    code = "already_closing"
    message = sentence("This organization is already being closed. Its page shows when.")


class AlreadyClosed(Refusal):
    code = "already_closed"
    message = sentence(
        "It is too late: this organization is being erased. Keep the copies that you have."
    )


class StillMember(Refusal):
    code = "still_member"
    message = sentence(
        "This address belongs to someone in the organization. Remove them from the organization"
        " first, and choose who takes over their envelopes."
    )
