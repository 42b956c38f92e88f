"""What a domain says about itself: the TXT records by which organizations prove it is theirs."""

from urllib.parse import urlsplit

import dns.exception
import dns.resolver
import idna

from core.refusals import Invalid, sentence

SECONDS = 4.0


class NoAnswer(Exception):
    """The name servers do not say whether there is such a record."""


def ascii_domain(text: str) -> str:
    """As it stands in DNS, whatever its letters. Raises Invalid."""
    try:
        return idna.encode(text.strip().rstrip("."), uts46=True, std3_rules=True).decode().lower()
    except (idna.IDNAError, UnicodeError):
        raise Invalid(
            domain=sentence("Enter the domain as it appears after the @, such as example.com.")
        ) from None


def domain_of(address: str) -> str:
    """The domain of a mail address, as `ascii_domain`; "" when there is none that could be."""
    try:
        return ascii_domain(address.strip().rpartition("@")[2])
    except Invalid:
        return ""


def readable(domain: str) -> str:
    """For people: with its own letters, where every browser would show them."""
    try:
        return idna.decode(domain)
    except (idna.IDNAError, UnicodeError):
        return domain


def texts(name: str, server: str = "") -> tuple[str, ...]:
    """
    The TXT records of a name, none when there is no such name.

    `server` is host:port of the name server to ask; "" for those of this machine. Raises NoAnswer.
    """
    try:
        answer = _resolver(server).resolve(name, "TXT", lifetime=SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    except (dns.exception.DNSException, OSError):
        raise NoAnswer from None
    return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in answer)


def _resolver(server: str) -> dns.resolver.Resolver:
    if not server:
        return dns.resolver.Resolver()
    parts = urlsplit(f"//{server}")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [parts.hostname or ""], parts.port or 53
    return resolver
