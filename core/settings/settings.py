"""The settings of an installation: environment variables, parsed once into one frozen object."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.addresses import client_address
from core.settings import service_urls, value_parsing
from core.settings.value_parsing import InvalidSetting

__all__ = ["InvalidSetting", "Mode", "Settings", "parse"]


class Mode(StrEnum):
    """Embedded brings its own servers and a mailbox page; production refuses both."""

    EMBEDDED = "embedded"
    PRODUCTION = "production"


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
    trusted_proxies: tuple[client_address.Network, ...] = ()
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
        database_url=service_urls.database_url(environment, "DATABASE_URL"),
        database_owner_url=service_urls.owner_url(environment),
        database_relay_url=service_urls.database_url(environment, "DATABASE_RELAY_URL"),
        redis_url=service_urls.redis_url(environment),
        objects_url=service_urls.objects_url(environment),
        master_key=value_parsing.key(environment, "MASTER_KEY"),
        link_key=value_parsing.key(environment, "LINK_KEY"),
        session_key=value_parsing.key(environment, "SESSION_KEY"),
        base_url=service_urls.base_url(environment),
        smtp_url=service_urls.smtp_url(environment),
        mail_from=value_parsing.mail_from(environment),
        mailbox_dir=environment.get("MAILBOX_DIR", ""),
        demo_password=environment.get("DEMO_PASSWORD", ""),
        log_level=environment.get("LOG_LEVEL", "INFO").upper(),
        quota_envelopes=value_parsing.number(environment, "QUOTA_ENVELOPES"),
        quota_storage=value_parsing.number(environment, "QUOTA_STORAGE"),
        quota_api_calls=value_parsing.number(environment, "QUOTA_API_CALLS"),
        quota_members=value_parsing.number(environment, "QUOTA_MEMBERS"),
        rate_writes=value_parsing.number(environment, "RATE_WRITES") or 600,
        rate_sends=value_parsing.number(environment, "RATE_SENDS") or 60,
        trusted_proxies=value_parsing.networks(environment, "TRUSTED_PROXIES"),
        dns_server=value_parsing.dns_server(environment),
        sms_url=service_urls.sms_url(environment, in_clear=mode is Mode.EMBEDDED),
        sms_from=environment.get("SMS_FROM", "").strip(),
        sso_allow_private=value_parsing.yes(environment, "SSO_ALLOW_PRIVATE"),
    )
    _check_together(settings)
    return settings


def _mode(environment: Mapping[str, str]) -> Mode:
    value = environment.get("COUNTERSIGN_MODE", Mode.PRODUCTION)
    try:
        return Mode(value)
    except ValueError:
        raise InvalidSetting("COUNTERSIGN_MODE must be embedded or production.") from None


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
