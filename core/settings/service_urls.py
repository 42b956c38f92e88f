"""Settings that are addresses of services: each refused unless its program can use all of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import SplitResult, unquote

from core.settings import url_parsing
from core.settings.url_parsing import WrongUrl
from core.settings.value_parsing import InvalidSetting, required


def _host_url(environment: Mapping[str, str], name: str, *schemes: str) -> str:
    value = required(environment, name)
    with _naming(name):
        url_parsing.check_host(url_parsing.parse(value, schemes))
    return value


def database_url(environment: Mapping[str, str], name: str) -> str:
    """libpq takes several hosts too, and the folder of a socket in place of a host."""
    value = required(environment, name)
    with _naming(name):
        parts = url_parsing.parse(value, ("postgresql", "postgres"))
        user, _, hosts = parts.netloc.rpartition("@")
        for host in hosts.split(","):
            if host and not host.upper().startswith("%2F"):
                url_parsing.check_host(parts._replace(netloc=f"{user}@{host}"))
    return value


def owner_url(environment: Mapping[str, str], name: str) -> str:
    """Empty where nothing migrates."""
    if not environment.get(name, "").strip():
        return ""
    return database_url(environment, name)


def redis_url(environment: Mapping[str, str], name: str) -> str:
    value = required(environment, name)
    with _naming(name):
        parts = url_parsing.parse(value, ("redis", "rediss", "unix"))
        if parts.scheme.lower() == "unix":
            return value
        url_parsing.check_host(parts)
        if parts.path.strip("/") and not parts.path.strip("/").isdigit():
            raise WrongUrl("must end with a database number, such as redis://redis:6379/0.")
    return value


def objects_url(environment: Mapping[str, str], name: str) -> str:
    value = required(environment, name)
    with _naming(name):
        parts = url_parsing.parse(value, ("file", "s3", "gs", "az", "memory"))
        if parts.scheme.lower() == "file" and (parts.netloc or not parts.path.strip("/")):
            raise WrongUrl("must be the full path of a folder, such as file:///srv/objects.")
        if parts.scheme.lower() not in ("file", "memory"):
            url_parsing.check_host(parts)
    return value


def smtp_url(environment: Mapping[str, str], name: str) -> str:
    value = _host_url(environment, name, "smtp", "smtps")
    with _naming(name):
        parts = url_parsing.parse(value, ("smtp", "smtps"))
        url_parsing.check_nothing_after(parts, "smtp://mail.example.com:587")
        if parts.password and not parts.username:
            raise WrongUrl("has a password but no user name.")
        if not unquote(parts.netloc).isascii():
            raise WrongUrl(
                "has a user name or password that is not ASCII, which SMTP does not allow."
            )
    return value


def bounce_mailbox(environment: Mapping[str, str], name: str) -> str:
    """Empty where no mailbox is read. Never in clear: it carries a password."""
    if not environment.get(name, "").strip():
        return ""
    value = _host_url(environment, name, "imaps")
    with _naming(name):
        parts = url_parsing.parse(value, ("imaps",))
        if not parts.username or not parts.password:
            raise WrongUrl("needs a user name and a password, as in imaps://user:password@host.")
    return value


def sms_url(environment: Mapping[str, str], in_clear: bool) -> str:
    """Empty without a gateway. It carries a password: only a trial may do so `in_clear`."""
    if not environment.get("SMS_URL", "").strip():
        return ""
    required(environment, "SMS_FROM")
    schemes = ("https", "http") if in_clear else ("https",)
    return _host_url(environment, "SMS_URL", *schemes)


def issuer_url(environment: Mapping[str, str], name: str, in_clear: bool) -> str:
    """Empty without a provider. With one it is used as it stands: tokens name it so."""
    if not environment.get(name, "").strip():
        return ""
    required(environment, "IDENTITY_CLIENT")
    required(environment, "IDENTITY_SECRET")
    return _host_url(environment, name, *(("https", "http") if in_clear else ("https",)))


def kba_url(environment: Mapping[str, str], name: str, in_clear: bool) -> str:
    """Empty without a service."""
    if not environment.get(name, "").strip():
        return ""
    required(environment, "KBA_KEY")
    return _host_url(environment, name, *(("https", "http") if in_clear else ("https",)))


def clamav_url(environment: Mapping[str, str], name: str) -> str:
    """Empty without a scanner."""
    value = environment.get(name, "").strip()
    if not value:
        return ""
    with _naming(name):
        parts = url_parsing.parse(value, ("tcp", "unix"))
        if parts.scheme.lower() == "unix":
            if parts.netloc or not parts.path.strip("/"):
                raise WrongUrl(
                    "must be the full path of a socket, such as unix:///run/clamav/clamd.ctl."
                )
            return value
        url_parsing.check_host(parts)
        url_parsing.check_nothing_after(parts, "tcp://clamav.example.com:3310")
    return value


def base_url(environment: Mapping[str, str], name: str) -> str:
    """Where links begin. Cookies and routes know no path before their own."""
    value = _host_url(environment, name, "http", "https")
    with _naming(name):
        parts = url_parsing.parse(value, ("http", "https"))
        url_parsing.check_nothing_after(parts, "https://sign.example.com")
        if "@" in parts.netloc:
            raise WrongUrl("must be like https://sign.example.com, without a user name.")
    return _origin(parts)


def signing_url(environment: Mapping[str, str], name: str) -> str:
    return base_url(environment, name) if environment.get(name) else ""


def _origin(parts: SplitResult) -> str:
    """As browsers write it: in small letters, without a port that goes without saying."""
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(usual)}"


@contextmanager
def _naming(name: str) -> Iterator[None]:
    try:
        yield
    except WrongUrl as wrong:
        raise InvalidSetting(f"{name} {wrong}") from None
