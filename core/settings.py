"""The settings of an installation: environment variables, parsed once into one frozen object."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from core import forwarding


class Mode(StrEnum):
    """Embedded brings its own servers and a mailbox page; production refuses both."""

    EMBEDDED = "embedded"
    PRODUCTION = "production"


class InvalidSetting(Exception):
    """A setting is missing or cannot be used. The text is one sentence for the operator."""


# Without a repr: it would print keys and passwords wherever a Settings is logged.
@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """What an installation is told from outside. deploy/env.example gives each one's reason."""

    mode: Mode
    database_url: str
    database_owner_url: str
    database_relay_url: str
    redis_url: str
    objects_url: str
    master_key: bytes
    link_key: bytes
    session_key: bytes
    base_url: str
    smtp_url: str
    mail_from: str
    mailbox_dir: str
    demo_password: str
    log_level: str
    quota_envelopes: int | None = None
    quota_storage: int | None = None
    quota_api_calls: int | None = None
    quota_members: int | None = None
    rate_writes: int = 600
    rate_sends: int = 60
    trusted_proxies: tuple[forwarding.Network, ...] = ()
    dns_server: str = ""
    sms_url: str = ""
    sms_from: str = ""
    sso_allow_private: bool = False


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def parse(environment: Mapping[str, str]) -> Settings:
    """Raises InvalidSetting, naming the first variable that is missing or wrong."""
    mode = _mode(environment)
    settings = Settings(
        mode=mode,
        database_url=_url(environment, "DATABASE_URL", "postgresql"),
        database_owner_url=environment.get("DATABASE_OWNER_URL", ""),
        database_relay_url=_url(environment, "DATABASE_RELAY_URL", "postgresql"),
        redis_url=_url(environment, "REDIS_URL", "redis", "rediss", "unix"),
        objects_url=_url(environment, "OBJECTS_URL", "file", "s3", "gs", "az", "memory"),
        master_key=_key(environment, "MASTER_KEY"),
        link_key=_key(environment, "LINK_KEY"),
        session_key=_key(environment, "SESSION_KEY"),
        base_url=_base_url(environment),
        smtp_url=_url(environment, "SMTP_URL", "smtp", "smtps"),
        mail_from=_required(environment, "MAIL_FROM"),
        mailbox_dir=environment.get("MAILBOX_DIR", ""),
        demo_password=environment.get("DEMO_PASSWORD", ""),
        log_level=environment.get("LOG_LEVEL", "INFO").upper(),
        quota_envelopes=_number(environment, "QUOTA_ENVELOPES"),
        quota_storage=_number(environment, "QUOTA_STORAGE"),
        quota_api_calls=_number(environment, "QUOTA_API_CALLS"),
        quota_members=_number(environment, "QUOTA_MEMBERS"),
        rate_writes=_number(environment, "RATE_WRITES") or 600,
        rate_sends=_number(environment, "RATE_SENDS") or 60,
        trusted_proxies=_networks(environment, "TRUSTED_PROXIES"),
        dns_server=environment.get("DNS_SERVER", "").strip(),
        sms_url=_sms_url(environment, mode),
        sms_from=environment.get("SMS_FROM", "").strip(),
        sso_allow_private=environment.get("SSO_ALLOW_PRIVATE", "").strip().lower() == "yes",
    )
    _check_together(settings)
    return settings


def _mode(environment: Mapping[str, str]) -> Mode:
    value = environment.get("COUNTERSIGN_MODE", Mode.PRODUCTION)
    try:
        return Mode(value)
    except ValueError:
        raise InvalidSetting("COUNTERSIGN_MODE must be embedded or production.") from None


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise InvalidSetting(f"{name} is not set. See deploy/env.example for what it is for.")
    return value


def _url(environment: Mapping[str, str], name: str, *schemes: str) -> str:
    value = _required(environment, name)
    begins = [f"{scheme}://" for scheme in schemes]
    if not value.lower().startswith(tuple(begins)):
        raise InvalidSetting(f"{name} must begin with {' or '.join(begins)}.")
    try:
        urlsplit(value)
    except ValueError:
        raise InvalidSetting(f"{name} is not a well-formed address. Check its brackets.") from None
    return value


def _sms_url(environment: Mapping[str, str], mode: Mode) -> str:
    """Empty without a gateway. It carries a password: only the embedded mode may do so in clear."""
    if not environment.get("SMS_URL", "").strip():
        return ""
    _required(environment, "SMS_FROM")
    schemes = ("https", "http") if mode is Mode.EMBEDDED else ("https",)
    return _url(environment, "SMS_URL", *schemes)


def _base_url(environment: Mapping[str, str]) -> str:
    """Where links begin: what does not end with a path would cut all of them off."""
    value = _url(environment, "BASE_URL", "http", "https").rstrip("/")
    parts = urlsplit(value)
    if not parts.hostname or "@" in parts.netloc or "?" in value or "#" in value:
        raise InvalidSetting(
            "BASE_URL must be like https://sign.example.com, without anything else."
        )
    return value


def _networks(environment: Mapping[str, str], name: str) -> tuple[forwarding.Network, ...]:
    try:
        return forwarding.networks(environment.get(name, ""))
    except ValueError:
        raise InvalidSetting(
            f"{name} must be addresses or networks such as 10.0.0.0/8, separated by commas."
        ) from None


def _number(environment: Mapping[str, str], name: str) -> int | None:
    """None when it is left empty."""
    value = environment.get(name, "").strip()
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise InvalidSetting(f"{name} must be a whole number, or empty.")
    return int(value)


def _key(environment: Mapping[str, str], name: str) -> bytes:
    try:
        key = base64.b64decode(_required(environment, name), validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise InvalidSetting(f"{name} must be 32 random bytes in base64.")
    return key


def _check_together(settings: Settings) -> None:
    if settings.log_level not in LEVELS:
        raise InvalidSetting(f"LOG_LEVEL must be one of {', '.join(LEVELS)}.")
    if len({settings.master_key, settings.link_key, settings.session_key}) < 3:
        raise InvalidSetting("MASTER_KEY, LINK_KEY and SESSION_KEY must differ from each other.")
    if settings.mode is Mode.EMBEDDED:
        return
    if settings.mailbox_dir or settings.demo_password:
        raise InvalidSetting("MAILBOX_DIR and DEMO_PASSWORD are for the embedded mode only.")
    if settings.sso_allow_private:
        raise InvalidSetting("SSO_ALLOW_PRIVATE is for the embedded mode only.")
    if not settings.base_url.startswith("https://"):
        raise InvalidSetting("BASE_URL must begin with https:// in production.")
