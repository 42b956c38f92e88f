"""What is said about a few envelopes that were changed at once: how many, and which were not."""

from uuid import UUID

from flask import url_for

from core.envelopes.listing.bulk_action import BulkKind
from tenants.use_cases.envelopes.listing.bulk_actions import BulkProgress
from webapp.notices import NoticeAction
from webapp.text.translation import gettext, ngettext, translated


def done(progress: BulkProgress, about: str) -> str:
    """`about` is the name of the folder or tag."""
    said = [_done(progress.kind, progress.done, about)] if progress.done else []
    if progress.refusals:
        left = ngettext("%(num)d was not changed:", "%(num)d were not changed:", progress.refusals)
        said += [left, translated(progress.refused[0].reason)]
    return " ".join(said)


def undone(back: int, left: int) -> str:
    said = []
    if back:
        said = [ngettext("Undone for %(num)d envelope.", "Undone for %(num)d envelopes.", back)]
    if left or not back:
        said.append(
            ngettext(
                "%(num)d was skipped because it has changed since.",
                "%(num)d were skipped because they have changed since.",
                left,
            )
            if left
            else gettext("There is nothing left to undo.")
        )
    return " ".join(said)


def undo(progress: BulkProgress, bulk_id: UUID, words: str) -> NoticeAction | None:
    """The button that puts them back; `words` are the filters of the list."""
    if not progress.undoable:
        return None
    address = url_for("bulk_actions.undo", bulk_id=bulk_id)
    return NoticeAction(gettext("Undo"), address, {"filters": words}, in_place=True)


def _done(kind: BulkKind, number: int, about: str) -> str:
    match kind:
        case BulkKind.MOVE if about:
            return ngettext(
                "%(num)d envelope moved to “%(name)s”.",
                "%(num)d envelopes moved to “%(name)s”.",
                number,
                name=about,
            )
        case BulkKind.MOVE:
            return ngettext(
                "%(num)d envelope removed from its folder.",
                "%(num)d envelopes removed from their folders.",
                number,
            )
        case BulkKind.TAG:
            return ngettext(
                "Tag “%(name)s” added to %(num)d envelope.",
                "Tag “%(name)s” added to %(num)d envelopes.",
                number,
                name=about,
            )
        case BulkKind.UNTAG:
            return ngettext(
                "Tag “%(name)s” removed from %(num)d envelope.",
                "Tag “%(name)s” removed from %(num)d envelopes.",
                number,
                name=about,
            )
        case BulkKind.DELETE:
            return ngettext(
                "%(num)d envelope moved to the recycle bin.",
                "%(num)d envelopes moved to the recycle bin.",
                number,
            )
        case BulkKind.COPY:
            return ngettext(
                "%(num)d envelope copied. Find the copy in Drafts.",
                "%(num)d envelopes copied. Find the copies in Drafts.",
                number,
            )
        case BulkKind.REMIND:
            return ngettext(
                "Reminder sent for %(num)d envelope.",
                "Reminders sent for %(num)d envelopes.",
                number,
            )
    return ngettext("%(num)d envelope voided.", "%(num)d envelopes voided.", number)
