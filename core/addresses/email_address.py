"""E-mail addresses: their form, when two of them are the same, and how one is shown to others."""

import re

from core.text.unicode_normalization import normalized

LENGTH_LIMIT = 254
# What ends an address in the header of a mail never stands inside one.
INSIDE = r'[^@\s<>()\[\],;:\\"]'
# A dot somewhere inside of the domain: found at the first one, so that no text takes long. What
# begins like an encoded word (RFC 2047) reads as another address wherever headers are decoded.
FORM = re.compile(rf"(?![^@]*=\?){INSIDE}+@{INSIDE}{INSIDE.replace('^', '^.')}*\.{INSIDE}+")


def is_well_formed(email: str) -> bool:
    """
    Whether this has the form of an address; tenants/email_addresses.py asks a library besides.

    The core imports the standard library only, so its functions that need the closer look are
    given it. Compatibility letters (the ligature ﬁ) are refused, as by RFC 8264 (9.17): `fold`
    makes others of them, so an address with one would not be found again when its owner is erased.
    """
    return (
        bool(FORM.fullmatch(email))
        and not email.endswith(".")
        and len(email) <= LENGTH_LIMIT
        and email.isprintable()
        and normalized("NFKC", email) == email
    )


def fold(email: str) -> str:
    """
    The same for addresses that reach the same mailbox wherever letters' case is ignored.

    Small letters and not case folding, which makes ß and ss one: faß.de and fass.de are two
    domains (IDNA 2008), of two owners.
    """
    folded = normalized("NFKC", email).lower()
    # Small letters may be taken apart again.
    return normalized("NFKC", folded)


def mask(email: str) -> str:
    """An address that whoever knows it recognizes, and no one else can write to."""
    local = local_part(email)
    return f"{local[:1]}…@{domain(email)}" if local else ""


def local_part(email: str) -> str:
    """What stands before the last @; "" where there is none."""
    return email.rpartition("@")[0]


def domain(email: str) -> str:
    """What stands behind the last @, as it was typed."""
    return email.rpartition("@")[2]
