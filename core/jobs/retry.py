"""When a job that failed is tried again."""

from datetime import timedelta

ATTEMPTS = 48  # nearly two days: other people's servers may be away for a night and a day


def retry_after(tries: int) -> timedelta | None:
    """How long to wait after the try of this number failed; None: the job is dead."""
    if tries >= ATTEMPTS:
        return None
    return timedelta(seconds=min(2 * 4 ** (max(tries, 1) - 1), 3600))
