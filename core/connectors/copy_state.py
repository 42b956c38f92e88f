"""How far the copies of an envelope have come, and why they have not come further."""

from collections.abc import Mapping
from enum import StrEnum

from core.refusals import sentence


class CopyState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


# What is stored, and what people read of it.
FAILURES: Mapping[str, str] = {
    "forbidden_address": sentence("The address leads into a private network."),
    "bad_address": sentence("The address cannot be used."),
    "unknown_host": sentence("There is no host of this name."),
    "not_connected": sentence("No one answers at this address."),
    "not_secure": sentence("The certificate of the host is not valid."),
    "timed_out": sentence("It took too long to answer."),
    "no_http": sentence("Its answer was not HTTP."),
    "denied": sentence("It did not accept the user name and the password, or the access key."),
    "no_place": sentence("The folder or bucket is not there."),
    "no_room": sentence("It has no room left."),
    "refused": sentence("It did not take the file."),
}


def failure_of(status: int) -> str:
    """The word for an answer of HTTP to a file that was put there; "" when it was taken."""
    if 200 <= status < 300:
        return ""
    if status in (401, 403):
        return "denied"
    if status in (404, 409):
        return "no_place"
    return "no_room" if status in (413, 507) else "refused"
