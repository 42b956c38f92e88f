"""Which mails about envelopes a person wants: asked when a mail is about to be sent."""

from collections.abc import Mapping
from enum import StrEnum


class Notification(StrEnum):
    """What someone may be told of: of what they sent, or of what waits for them."""

    UNSENT = "unsent"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    TEXT_FAILED = "text_failed"
    LOCKED_OUT = "locked_out"
    CODE_UNDELIVERED = "code_undelivered"
    DELEGATED = "delegated"
    WITHDRAWN = "withdrawn"
    PAPER = "paper"
    IDENTITY_MISMATCHED = "identity_mismatched"
    OPENED = "opened"
    SIGNED = "signed"
    DECLINED = "declined"
    COMPLETED = "completed"
    EXPIRED = "expired"
    EXPIRING = "expiring"
    WAITING = "waiting"


# The end of an envelope is told to its sender; steps on the way only if they ask for it.
STANDARD: Mapping[Notification, bool] = {
    Notification.UNSENT: True,
    Notification.BOUNCED: True,
    Notification.COMPLAINED: True,
    Notification.TEXT_FAILED: True,
    Notification.LOCKED_OUT: True,
    Notification.CODE_UNDELIVERED: True,
    Notification.DELEGATED: True,
    Notification.WITHDRAWN: True,
    Notification.PAPER: True,
    Notification.IDENTITY_MISMATCHED: True,
    Notification.OPENED: False,
    Notification.SIGNED: False,
    Notification.DECLINED: True,
    Notification.COMPLETED: True,
    Notification.EXPIRED: True,
    Notification.EXPIRING: True,
    Notification.WAITING: True,
}


def is_wanted(chosen: Mapping[str, bool], notification: Notification) -> bool:
    return chosen.get(notification.value, STANDARD[notification])
