"""When a job that failed is tried again."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Waits `first`, then `factor` times as long each time up to `longest`; `tries` in all."""

    tries: int
    first: timedelta = timedelta(seconds=2)
    factor: int = 4
    longest: timedelta = timedelta(hours=1)

    def after(self, tries: int) -> timedelta | None:
        """How long to wait after the try of this number failed; None: the job is dead."""
        if tries >= self.tries:
            return None
        seconds = self.first.total_seconds() * self.factor ** (max(tries, 1) - 1)
        return timedelta(seconds=min(seconds, self.longest.total_seconds()))


# Nearly two days: other people's servers may be away for a night and a day.
PATIENT = RetryPolicy(tries=48)
