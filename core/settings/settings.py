"""The settings of an installation: environment variables, parsed once into one frozen object."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from core.addresses import client_address
from core.settings import service_urls, value_parsing
from core.settings.setting import (
    DATABASE,
    KEY,
    NUMBER,
    TEXT,
    YES_OR_NO,
    Setting,
    SettingType,
    setting,
)
from core.settings.value_parsing import InvalidSetting

__all__ = ["InvalidSetting", "Mode", "Settings", "parse", "table"]


class Mode(StrEnum):
    """Embedded brings its own servers and a mailbox page; production refuses both."""

    EMBEDDED = "embedded"
    PRODUCTION = "production"


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def _mode(environment: Mapping[str, str], name: str) -> Mode:
    try:
        return Mode(environment.get(name, Mode.PRODUCTION))
    except ValueError:
        raise InvalidSetting(f"{name} must be embedded or production.") from None


def _level(environment: Mapping[str, str], name: str) -> str:
    level = environment.get(name, "INFO").upper()
    if level not in LEVELS:
        raise InvalidSetting(f"{name} must be one of {', '.join(LEVELS)}.")
    return level


def _serves(environment: Mapping[str, str], name: str) -> str:
    serves = environment.get(name) or "everything"
    if serves not in ("everything", "signing"):
        raise InvalidSetting(f"{name} must be everything or signing.")
    return serves


def _sms_url(environment: Mapping[str, str], name: str) -> str:
    in_clear = environment.get("COUNTERSIGN_MODE") == Mode.EMBEDDED
    return service_urls.sms_url(environment, in_clear=in_clear)


def _identity_issuer(environment: Mapping[str, str], name: str) -> str:
    in_clear = environment.get("COUNTERSIGN_MODE") == Mode.EMBEDDED
    return service_urls.issuer_url(environment, name, in_clear=in_clear)


def _kba_url(environment: Mapping[str, str], name: str) -> str:
    in_clear = environment.get("COUNTERSIGN_MODE") == Mode.EMBEDDED
    return service_urls.kba_url(environment, name, in_clear=in_clear)


def _or(otherwise: int) -> SettingType:
    """A number that is something also where it is left empty."""
    return SettingType(
        NUMBER.words, lambda variables, name: NUMBER.read(variables, name) or otherwise
    )


# One row for each: its type, its reason, the folders that read it. deploy/env.example is made from
# it, `countersign doctor` and the launcher's look at secrets read it. Without a repr: it would
# print keys and passwords wherever a Settings is logged.
@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Settings:
    """What an installation is told from outside."""

    mode: Mode = setting(  # noqa: RUF009 - makes a field, as field() does
        SettingType("embedded or production", _mode),
        "embedded brings its own database, Redis and a mailbox page; production refuses all three.",
        *("tenants", "webapp", "deploy"),
        example="production",
        stand_in="embedded",
        name="COUNTERSIGN_MODE",
    )
    database_url: str = setting(
        DATABASE,
        "The role app: works with the data of one organization at a time and owns"
        " nothing. PostgreSQL 18.",
        *("tenants", "deploy"),
        example="postgresql://app:PASSWORD@database/countersign",
        secret=True,
        stand_in="postgresql://app@database/countersign",
    )
    database_owner_url: str = setting(
        SettingType(DATABASE.words, service_urls.owner_url),
        "The role owner: used only by `countersign migrate`, `init`, `operator`,"
        " `recount` and `doctor`. Do not give it to processes that serve pages or"
        " run jobs.",
        *("tenants", "deploy"),
        example="postgresql://owner:PASSWORD@database/countersign",
        secret=True,
    )
    database_relay_url: str = setting(
        DATABASE,
        "The role relay: sees the outbox of all organizations and nothing else.",
        *("actors", "deploy"),
        example="postgresql://relay:PASSWORD@database/countersign",
        secret=True,
        stand_in="postgresql://relay@database/countersign",
    )
    redis_url: str = setting(
        SettingType("URL of a Redis server", service_urls.redis_url),
        "Redis or Valkey with maxmemory-policy noeviction. It only wakes workers and counts calls"
        " of the API, and its data may be lost.",
        *("actors", "deploy", "webapp"),
        example="redis://redis:6379/0",
        secret=True,
        stand_in="redis://redis",
    )
    objects_url: str = setting(
        SettingType("URL of a folder or bucket", service_urls.objects_url),
        "Where documents are kept, encrypted: file:///folder, s3://bucket/prefix, gs:// or az://.",
        *("tenants", "deploy"),
        example="s3://countersign/objects",
        stand_in="file:///objects",
    )
    master_key: bytes = setting(
        KEY,
        "32 random bytes in base64 (openssl rand -base64 32). Encrypts the key of"
        " each organization. Without it no document can ever be read again, so keep"
        " a copy, and not where the backups are.",
        "tenants",
        secret=True,
        stand_in=f"{'A' * 42}E=",
    )
    link_key: bytes = setting(
        KEY,
        "32 other random bytes. Signing links are derived from it; changing it"
        " invalidates all links sent.",
        *("tenants", "deploy"),
        secret=True,
        stand_in=f"{'A' * 42}I=",
    )
    session_key: bytes = setting(
        KEY,
        "32 other random bytes. Protects forms and counts failed sign-ins;"
        " changing it invalidates open forms.",
        *("tenants", "webapp"),
        secret=True,
        stand_in=f"{'A' * 42}M=",
    )
    base_url: str = setting(
        SettingType("http(s) URL without a path", service_urls.base_url),
        "The public address used in e-mails and certificates: a host of its own,"
        " without a path. https:// in production.",
        *("tenants", "webapp", "actors", "deploy"),
        example="https://sign.example.com",
        stand_in="https://sign.example",
    )
    signing_url: str = setting(
        SettingType("http(s) URL without a path, or empty", service_urls.signing_url),
        "The public address of signing pages, verification and the check of e-mails, if it is"
        " another one than BASE_URL. Only these are served there.",
        "webapp",
    )
    serves: str = setting(
        SettingType("everything or signing", _serves),
        "signing lets this web process answer signing pages, verification, the check of e-mails,"
        " static files and health checks alone, whatever its host: for a process that the internet"
        " reaches while the portal and the API stay inside.",
        "webapp",
        example="everything",
        stand_in="everything",
    )
    smtp_url: str = setting(
        SettingType("URL of a mail server", service_urls.smtp_url),
        "The server that sends e-mail: smtp://user:password@host:587 or"
        " smtps://user:password@host:465.",
        *("actors", "deploy"),
        example="smtp://user:PASSWORD@mail.example.com:587",
        secret=True,
        stand_in="smtp://mail:25",
    )
    sms_url: str = setting(
        SettingType("https URL, or empty", _sms_url),
        "The gateway that sends SMS, or empty for none. Twilio:"
        " https://ACCOUNT_SID:AUTH_TOKEN@api.twilio.com/2010-04-01/Accounts/ACCOUNT_SID/Messages.json."
        " Any other: https://user:password@host/path, which receives the same form with To, From"
        " and Body and answers with a code from 200 to 299 when it has taken the message. In"
        " embedded mode without a gateway, messages appear on the mailbox page.",
        *("webapp", "actors"),
        secret=True,
    )
    sms_from: str = setting(
        TEXT,
        "The number or name that SMS are sent from, as registered at the gateway; of Twilio also"
        " the id of a messaging service (MG...).",
        *("webapp", "actors"),
    )
    sms_hook_secret: str = setting(
        TEXT,
        "What proves that answers to SMS, and reports about them, come from the gateway: Twilio's"
        " auth token, or the secret that another gateway sends as “Authorization: Bearer”. Empty"
        " for none. Have answers sent to BASE_URL/api/sms-answers.",
        *("webapp", "actors"),
        secret=True,
    )
    identity_issuer: str = setting(
        SettingType("https URL of an OpenID provider, or empty", _identity_issuer),
        "The OpenID Connect provider that identifies recipients by their papers, or empty for none."
        " Its ID token or userinfo has to have the claims name and birthdate. Register the redirect"
        " URI BASE_URL/o/SLUG/sign-in/answer of each organization there.",
        "tenants",
    )
    identity_client: str = setting(
        TEXT,
        "The client id of this installation at that provider.",
        "tenants",
    )
    identity_secret: str = setting(
        TEXT,
        "Its client secret.",
        "tenants",
        secret=True,
    )
    kba_url: str = setting(
        SettingType("https URL, or empty", _kba_url),
        "The service that asks recipients questions about themselves, or empty for none:"
        " docs/knowledge-provider.md has what it answers.",
        "tenants",
    )
    kba_key: str = setting(
        TEXT,
        "The key by which that service knows this installation (Authorization: Bearer).",
        "tenants",
        secret=True,
    )
    clamav_url: str = setting(
        SettingType("URL of a virus scanner, or empty", service_urls.clamav_url),
        "The ClamAV daemon that looks at every uploaded document, or empty for none:"
        " tcp://host:3310 or unix:///run/clamav/clamd.ctl. While it does not answer, documents"
        " wait. Set its StreamMaxLength to 100M.",
        *("actors", "deploy"),
    )
    mail_from: str = setting(
        SettingType("one e-mail address", value_parsing.mail_from),
        "The sender of every e-mail. Its domain should have SPF and DKIM records"
        " for your mail server.",
        *("tenants", "webapp", "actors", "deploy"),
        example="Countersign <sign@example.com>",
        stand_in="sign@example.com",
    )
    bounce_address: str = setting(
        TEXT,
        "The address that mail servers report undeliverable e-mail to; empty for that of MAIL_FROM."
        " Let its mail server pipe what arrives there to `countersign bounce`.",
        "actors",
    )
    bounce_mailbox: str = setting(
        SettingType("imaps URL, or empty", service_urls.bounce_mailbox),
        "The mailbox of that address, if we are to read it every minute ourselves:"
        " imaps://user:password@host, or imaps://user:password@host/FOLDER. All that is read is"
        " marked as seen.",
        "actors",
        secret=True,
    )
    mailgun_key: str = setting(
        TEXT,
        "The key with which Mailgun signs its webhooks, if it sends the e-mail. Have it report"
        " permanent failures and complaints to /api/mail-reports/mailgun.",
        *("webapp", "actors"),
        secret=True,
    )
    log_level: str = setting(
        SettingType("DEBUG, INFO, WARNING or ERROR", _level),
        "DEBUG, INFO, WARNING or ERROR. No level ever logs a secret, an address or a field's"
        " value.",
        "actors",
        example="INFO",
        stand_in="INFO",
    )
    dns_server: str = setting(
        SettingType("IP address and port, or empty", value_parsing.dns_server),
        "IP address and port of the name server used to look up the TXT records of"
        " domains; empty to use those of this machine.",
        "tenants",
    )
    sso_allow_private: bool = setting(
        YES_OR_NO,
        "Embedded mode only: yes allows a single sign-on provider in a private"
        " network and without https, for trying it out. Production refuses to start"
        " with it.",
        "tenants",
    )
    outbound_private_networks: tuple[client_address.Network, ...] = setting(
        SettingType("addresses or networks, separated by commas", value_parsing.networks),
        "Private networks that webhooks and sealed copies may be delivered into and documents"
        " fetched from, such as 10.1.2.0/24, separated by commas. They may be reached without"
        " https, too. Empty: public addresses only.",
        *("tenants", "actors", "webapp"),
    )
    webhook_concurrency: int = setting(
        _or(4),
        "Webhooks that are under way to one endpoint at the same time, to each from one worker.",
        "actors",
        example="4",
    )
    webhook_seconds: int = setting(
        _or(15),
        "Seconds after which an endpoint that has not answered a webhook in full has failed.",
        "actors",
        example="15",
    )
    webhook_log_days: int = setting(
        _or(30),
        "Days for which deliveries of webhooks are kept, with what was sent and answered.",
        "tenants",
        example="30",
    )
    quota_envelopes: int | None = setting(
        NUMBER,
        "Default limits of every organization, which the operator can change for"
        " each: envelopes sent per month. Empty means no limit.",
        "tenants",
    )
    quota_storage: int | None = setting(
        NUMBER,
        "The same for stored documents, in bytes: as uploaded, and sealed.",
        "tenants",
    )
    quota_api_calls: int | None = setting(NUMBER, "The same for API calls per month.", "tenants")
    quota_members: int | None = setting(
        NUMBER, "The same for members, open invitations included.", "tenants"
    )
    trusted_proxies: tuple[client_address.Network, ...] = setting(
        SettingType("addresses or networks, separated by commas", value_parsing.networks),
        "Addresses or networks of the proxies in front of the web server,"
        " separated by commas. Only these are trusted to say where a request comes"
        " from. If empty, all visitors behind a proxy count as one.",
        "webapp",
    )
    rate_writes: int = setting(
        _or(600),
        "Changes an organization may make in the portal per minute, counted by each web process.",
        "webapp",
        example="600",
    )
    rate_sends: int = setting(
        _or(60),
        "Envelopes an organization may send per minute, so that a stolen account"
        " cannot send mass mail.",
        "tenants",
        example="60",
    )
    rate_api_reads: int = setting(
        _or(300),
        "Things a program may read by the API per minute with one key. An organization and a"
        " network address may each have ten times as much.",
        "webapp",
        example="300",
    )
    rate_api_lists: int = setting(
        _or(100), "The same for lists and searches.", "webapp", example="100"
    )
    rate_api_creates: int = setting(
        _or(30), "The same for what a program creates.", "webapp", example="30"
    )
    rate_bulk_rows: int = setting(
        _or(600),
        "Envelopes all bulk sends of an organization together may send per minute.",
        *("tenants", "webapp"),
        example="600",
    )
    mailbox_dir: str = setting(
        TEXT,
        "Embedded mode only: the Maildir that the mailbox page shows. Production refuses to start"
        " with it.",
        *("webapp", "actors", "deploy"),
    )
    demo_password: str = setting(
        TEXT,
        "Embedded mode only: the password of the demo organization's owner, shown at every start.",
        "deploy",
        secret=True,
    )

    @property
    def signing_address(self) -> str:
        """Of the signing pages of organizations that have no host of their own."""
        return self.signing_url or self.base_url

    @property
    def sends_sms(self) -> bool:
        """By a gateway, or into the mailbox of the embedded mode."""
        return bool(self.sms_url or self.mailbox_dir)


def table() -> dict[str, Setting]:
    """Every setting by its variable, in the order of env.example."""
    rows = ((field.name.upper(), field.metadata["setting"]) for field in fields(Settings))
    named = (replace(row, name=row.name or name) for name, row in rows)
    return {row.name: row for row in named}


def parse(environment: Mapping[str, str]) -> Settings:
    """Raises InvalidSetting, naming the first variable that is missing or wrong."""
    values = [row.type.read(environment, name) for name, row in table().items()]
    names = [field.name for field in fields(Settings)]
    settings = Settings(**dict(zip(names, values, strict=True)))
    _check_together(settings)
    return settings


def _check_together(settings: Settings) -> None:
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
    if settings.signing_url and not settings.signing_url.startswith("https://"):
        raise InvalidSetting("SIGNING_URL must begin with https:// in production.")
