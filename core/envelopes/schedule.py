"""When an envelope expires, and when those who are asked are reminded by themselves."""

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from core.envelopes.recipient import Recipient

LONGEST = 365  # days
REMINDERS_LIMIT = 10  # to one recipient, without the sender asking for them


@dataclass(frozen=True, slots=True)
class Schedule:
    """
    In days: until it expires; until the first reminder, and between the next ones; at most
    `remind_most` of them. `warn_days` before it expires, who has not finished is warned.

    No `remind_after` is no reminder, no `remind_every` only one, no `warn_days` no warning.
    """

    expire_days: int = 120
    remind_after: int = 0
    remind_every: int = 0
    remind_most: int = REMINDERS_LIMIT
    warn_days: int = 0

    @property
    def text(self) -> str:
        """As the page of a draft sends it: see `read`."""
        return " ".join(map(str, astuple(self)))

    @property
    def sound(self) -> bool:
        days = (self.remind_after, self.remind_every, self.warn_days)
        within = 1 <= self.expire_days <= LONGEST and all(0 <= n <= LONGEST for n in days)
        return within and 1 <= self.remind_most <= REMINDERS_LIMIT

    def expires_at(self, sent_at: datetime) -> datetime:
        return sent_at + timedelta(days=self.expire_days)

    def warns_at(self, expires_at: datetime, sent_at: datetime | None) -> datetime | None:
        """None for never: also where the invitation itself comes no earlier."""
        at = expires_at - timedelta(days=self.warn_days)
        return at if self.warn_days and sent_at and at > sent_at else None

    def next_reminder(self, recipient: Recipient) -> datetime | None:
        """
        When one who was asked is reminded by itself; None: never, or never again.

        Counted from the last mail, so that a reminder by hand puts the next one off.
        """
        days = self.remind_every if recipient.auto_reminders else self.remind_after
        last = recipient.last_mail
        if not self.remind_after or not days or last is None or recipient.bounced_at:
            return None
        if recipient.auto_reminders >= min(self.remind_most, REMINDERS_LIMIT):
            return None
        return last + timedelta(days=days)


DEFAULT = Schedule()


def read(text: str) -> Schedule:
    """What is left out at the end is as usual. Raises ValueError for what is no schedule."""
    numbers = [int(number) for number in text.split()]
    if not 3 <= len(numbers) <= len(astuple(DEFAULT)):
        raise ValueError(f"a schedule of {len(numbers)} numbers")
    schedule = Schedule(*numbers)
    if not schedule.sound:
        raise ValueError(f"a schedule of {text} days")
    return schedule
