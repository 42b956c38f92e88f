"""When an envelope expires, and when those who are asked are reminded by themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.envelopes.recipient import Recipient

LONGEST = 365  # days
REMINDERS_LIMIT = 10  # to one recipient, without the sender asking for them


@dataclass(frozen=True, slots=True)
class Schedule:
    """
    In days: until it expires; until the first reminder, and between the next ones.

    No `remind_after` is no reminder, no `remind_every` only one.
    """

    expire_days: int = 120
    remind_after: int = 0
    remind_every: int = 0

    @property
    def text(self) -> str:
        """As the page of a draft sends it: see `read`."""
        return f"{self.expire_days} {self.remind_after} {self.remind_every}"

    @property
    def sound(self) -> bool:
        reminders = (self.remind_after, self.remind_every)
        return 1 <= self.expire_days <= LONGEST and all(0 <= n <= LONGEST for n in reminders)

    def expires_at(self, sent_at: datetime) -> datetime:
        return sent_at + timedelta(days=self.expire_days)

    def next_reminder(self, recipient: Recipient) -> datetime | None:
        """
        When one who was asked is reminded by itself; None: never, or never again.

        Counted from the last mail, so that a reminder by hand puts the next one off.
        """
        days = self.remind_every if recipient.auto_reminders else self.remind_after
        last = recipient.last_mail
        if not self.remind_after or not days or last is None or recipient.bounced_at:
            return None
        if recipient.auto_reminders >= REMINDERS_LIMIT:
            return None
        return last + timedelta(days=days)


DEFAULT = Schedule()


def read(text: str) -> Schedule:
    """Raises ValueError for what is no schedule."""
    expire_days, remind_after, remind_every = (int(number) for number in text.split())
    schedule = Schedule(expire_days, remind_after, remind_every)
    if not schedule.sound:
        raise ValueError(f"a schedule of {text} days")
    return schedule
