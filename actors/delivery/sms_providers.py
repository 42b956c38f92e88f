"""The gateways that SMS_URL can name: what each is given, and what its refusals mean."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

# https://www.twilio.com/docs/api/errors: the number cannot get any SMS, or asked for none (21610).
NO_SUCH_PHONE = frozenset(
    (21211, 21214, 21217, 21263, 21264, 21265, 21408, 21421, 21610, 21612, 21614, 21635)
)


@dataclass(frozen=True, slots=True)
class SmsProvider:
    """
    `form` is given sender, phone and text. `refuses_phone` reads an answer that took nothing and
    gives the number by which the provider says that this phone cannot be written to; else 0.
    """

    name: str
    form: Callable[[str, str, str], Mapping[str, str]]
    refuses_phone: Callable[[str], int]


def of(url: str) -> SmsProvider:
    """By the path of the address: that of Twilio's Messages resource is like no other."""
    path = urlsplit(url).path
    is_twilio = path.startswith("/2010-04-01/Accounts/") and path.endswith("/Messages.json")
    return TWILIO if is_twilio else GATEWAY


def _form(sender: str, phone: str, text: str) -> Mapping[str, str]:
    return {"To": phone, "From": sender, "Body": text}


def _twilio_form(sender: str, phone: str, text: str) -> Mapping[str, str]:
    """https://www.twilio.com/docs/messaging/api/message-resource: a service takes From's place."""
    if sender.startswith("MG") and len(sender) == 34:
        return {"To": phone, "MessagingServiceSid": sender, "Body": text}
    return _form(sender, phone, text)


def _twilio_refusal(answer: str) -> int:
    """{"code": 21211, "message": "...", "more_info": "...", "status": 400}."""
    try:
        said = json.loads(answer)
        code = int(said["code"])
    except (ValueError, KeyError, TypeError):
        return 0
    return code if code in NO_SUCH_PHONE else 0


TWILIO = SmsProvider("Twilio", _twilio_form, _twilio_refusal)
GATEWAY = SmsProvider("HTTP gateway", _form, lambda answer: 0)
