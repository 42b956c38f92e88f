"""A link to where something is paid. That it was opened is known; whether it was paid is not."""

import re
from urllib.parse import urlsplit

from core.fields.field_property import FieldProperty, Properties, PropertyControl
from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.refusals import Invalid, counted, sentence
from core.text.printable import is_line

OPENED = "Payment page opened"
LINK_LIMIT = 500
# Browsers read a backslash as a slash: what follows it would only look like the place.
NETWORK_PLACE = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?")


def read_link(given: object) -> str:
    link = given.strip() if isinstance(given, str) else ""
    if not isinstance(given, str | None) or (link and not _is_plain(link)):
        wrong = sentence("Enter a link such as https://pay.example.com/invoice/12.")
        raise Invalid(value=wrong)
    return link


def _is_plain(link: str) -> bool:
    """Over https, to a name that is seen: no user, no password, nothing that cannot be printed."""
    if len(link) > LINK_LIMIT or not link.isascii() or not is_line(link) or " " in link:
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme == "https" and bool(NETWORK_PLACE.fullmatch(parts.netloc))
    except ValueError:
        return False


LINK = FieldProperty[str](
    name="link",
    word=sentence("Payment link"),
    hint=sentence("Starts with https://. It opens in a new tab"),
    control=PropertyControl.LINE,
    default="",
    read=read_link,
    schema={"type": "string", "maxLength": LINK_LIMIT, "pattern": "^(https://.*)?$"},
    asked=sentence("A payment field has no link yet. Enter the address of the payment page."),
)


def parse(value: str, properties: Properties) -> str:
    return OPENED if value else ""


def host(properties: Properties) -> str:
    """The name that the recipient sees before they go there; "" for what is no such link."""
    link = LINK.of(properties)
    return urlsplit(link).hostname or "" if _is_plain(link) else ""


KIND = FieldKind(
    name="payment",
    word=sentence("Payment link"),
    counted=counted("%(num)d payment link", "%(num)d payment links"),
    group=FieldGroup.DECIDE,
    rank=3,
    icon="credit-card",
    size=(140.0, 26.0),
    step=sentence("Next: open the payment page"),
    properties=(LINK, *PRINTED),
    needs=(LINK,),
    parse=parse,
    leads_elsewhere=True,
    is_pressed=True,
)
