"""Addresses to which a completed envelope is mailed besides its recipients: no one sees them."""

from core.addresses.email_address import is_well_formed
from core.refusals import Invalid, sentence

ADDRESSES_LIMIT = 5
PROBLEM = sentence("Enter up to 5 complete e-mail addresses, one per line.")


def read(typed: str) -> tuple[str, ...]:
    """One per line, or with commas between them. Raises Invalid(archive=...)."""
    words = typed.replace(",", " ").replace(";", " ").split()
    found = tuple(dict.fromkeys(words))
    if len(found) > ADDRESSES_LIMIT or not all(map(is_well_formed, found)):
        raise Invalid(archive=PROBLEM)
    return found


def text(addresses: tuple[str, ...]) -> str:
    return "\n".join(addresses)
