"""Hands an SMS to the gateway that SMS_URL names."""

import time
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import httpx

from actors.delivery import sms_providers
from core.settings.settings import Settings

PATIENCE = 15  # seconds, for the whole answer too: a slow one never meets the limit of one read
ENOUGH = 4_000  # bytes of an answer


@dataclass(frozen=True, slots=True)
class GatewayAnswer:
    """Its status code and the beginning of what it wrote."""

    code: int
    text: str

    @property
    def taken(self) -> bool:
        return 200 <= self.code < 300


class GatewayAway(Exception):
    """It could not be reached, or did not answer in time."""


def send(settings: Settings, phone: str, text: str, number: str, report: str = "") -> GatewayAnswer:
    """
    `phone` is as tenants.phone_numbers has it. The same `number` is the same SMS. `report` is the
    address at which the gateway says what became of it.

    Raises GatewayAway.
    """
    parts = urlsplit(settings.sms_url)
    place = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    secret = (unquote(parts.username or ""), unquote(parts.password or ""))
    form = sms_providers.of(settings.sms_url).form(settings.sms_from, phone, text)
    if report:
        form = {**form, "StatusCallback": report}
    until = time.monotonic() + PATIENCE
    try:
        with (
            httpx.Client(auth=secret, timeout=PATIENCE, trust_env=False) as client,
            client.stream("POST", place, data=form, headers={"Idempotency-Key": number}) as answer,
        ):
            return GatewayAnswer(answer.status_code, _beginning(answer, until))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # Its own words may hold the address, and no more than its kind is needed.
        raise GatewayAway(type(error).__name__) from None


def _beginning(answer: httpx.Response, until: float) -> str:
    """What is there of the answer when there is enough of it, or no more time."""
    read = b""
    for part in answer.iter_raw():
        read += part
        if len(read) >= ENOUGH or time.monotonic() > until:
            break
    return read[:ENOUGH].decode(errors="replace")
