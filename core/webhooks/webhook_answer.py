"""What an endpoint answered, or why there was no answer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from core.refusals import sentence

KEPT = 1_024  # bytes of an answer that the log shows
GONE = 410


class DeliveryState(StrEnum):
    """Dead is given up: no more tries, unless someone sends it again."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class Failure(StrEnum):
    """Why there was no answer."""

    FORBIDDEN_ADDRESS = "forbidden_address"
    BAD_ADDRESS = "bad_address"
    UNKNOWN_HOST = "unknown_host"
    NOT_CONNECTED = "not_connected"
    NOT_SECURE = "not_secure"
    TIMED_OUT = "timed_out"
    NO_HTTP = "no_http"


FAILURE_WORDS = {
    Failure.FORBIDDEN_ADDRESS: sentence(
        "This host is in a private network, so nothing was sent to it."
    ),
    Failure.BAD_ADDRESS: sentence("The address cannot be used, so nothing was sent."),
    Failure.UNKNOWN_HOST: sentence("No host was found under this name."),
    Failure.NOT_CONNECTED: sentence("The host did not accept the connection."),
    Failure.NOT_SECURE: sentence(
        "No secure connection was possible. Check the certificate of the host."
    ),
    Failure.TIMED_OUT: sentence("The answer took too long."),
    Failure.NO_HTTP: sentence("The answer was not HTTP."),
}


@dataclass(frozen=True, slots=True)
class WebhookAnswer:
    """
    `status` is 0 where there was no answer, and `failure` says why. `headers` and the first bytes
    of the `body` are for the log.
    """

    status: int
    failure: Failure | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def succeeded(self) -> bool:
        """Only 2xx is success; a redirect is none, for it is not followed."""
        return 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """The endpoint wants nothing more, ever."""
        return self.status == GONE

    def retry_after(self, now: datetime) -> timedelta | None:
        """What the endpoint asks for: seconds, or a moment (RFC 9110, 10.2.3)."""
        said = next((v.strip() for n, v in self.headers if n.lower() == "retry-after"), "")
        if said.isascii() and said.isdigit():
            return timedelta(seconds=min(int(said[:9]), 10**8))
        try:
            at = parsedate_to_datetime(said)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
