"""Single values of settings, each read as what it has to be."""

import base64
from collections.abc import Mapping
from email.utils import parseaddr
from ipaddress import ip_address

from core.addresses import client_address, email_address
from core.settings import url_parsing


class InvalidSetting(Exception):
    """A setting is missing or cannot be used. The text is one sentence for the operator."""


def required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise InvalidSetting(f"{name} is not set. See deploy/env.example for what it is for.")
    return value


def text(environment: Mapping[str, str], name: str) -> str:
    """Empty when it is not set."""
    return environment.get(name, "").strip()


def mail_from(environment: Mapping[str, str], name: str) -> str:
    value = required(environment, name)
    person, address = parseaddr(value)
    ends = value.rstrip(">").endswith(address) and value.count("@") == 1 + person.count("@")
    if (
        not email_address.FORM.fullmatch(address)
        or not address.isascii()
        or not value.isprintable()
        or not ends
    ):
        raise InvalidSetting(
            f"{name} must be one address, such as sign@example.com or"
            " Countersign <sign@example.com>."
        )
    return value


def dns_server(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        return ""
    try:
        parts = url_parsing.parse(f"dns://{value}", ("dns",))
        url_parsing.check_host(parts)
        ip_address(parts.hostname or "")
    except ValueError:
        raise InvalidSetting(
            f"{name} must be the IP address and port of a name server, such as 192.0.2.53:53."
        ) from None
    return value


def flag(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "").strip().lower()
    if value not in ("", "yes", "no"):
        raise InvalidSetting(f"{name} must be yes, no or empty.")
    return value == "yes"


def networks(environment: Mapping[str, str], name: str) -> tuple[client_address.Network, ...]:
    try:
        return client_address.networks(environment.get(name, ""))
    except ValueError:
        raise InvalidSetting(
            f"{name} must be addresses or networks such as 10.0.0.0/8, separated by commas."
        ) from None


def number(environment: Mapping[str, str], name: str) -> int | None:
    """None when it is left empty."""
    value = environment.get(name, "").strip()
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise InvalidSetting(f"{name} must be a whole number, or empty.")
    return int(value)


def key(environment: Mapping[str, str], name: str) -> bytes:
    try:
        key = base64.b64decode(required(environment, name), validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise InvalidSetting(f"{name} must be 32 random bytes in base64.")
    return key
