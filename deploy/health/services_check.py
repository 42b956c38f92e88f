"""Examines the services that the settings name: database, Redis, object store, mail server."""

import secrets
import smtplib
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from actors.delivery import mail_server
from actors.delivery.undeliverable import Undeliverable
from actors.scanning import clamav
from core.settings.settings import Mode, Settings
from deploy.health.finding import HealthProblem
from tenants import schema
from tenants.encryption.keys import Key
from tenants.files.object_store import Objects

OLDEST_POSTGRES = 18_00_00
OLDEST_REDIS = 6

UNWALLED = """
select c.oid::regclass::text from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
where c.relkind in ('r', 'p') and c.relnamespace = any ('{directory,tenant}'::regnamespace[])
  and not (c.relrowsecurity and c.relforcerowsecurity)
order by 1
"""


def app(settings: Settings) -> str:
    with _connect(settings, "DATABASE_URL", settings.database_url) as connection:
        _check_role(connection, "DATABASE_URL")
        return _checked_version(connection)


def relay(settings: Settings) -> str:
    name = "DATABASE_RELAY_URL"
    with _connect(settings, name, settings.database_relay_url) as connection:
        _check_role(connection, name)
        return "reachable"


def owner(settings: Settings) -> str:
    if not settings.database_owner_url:
        return "not set here. Only migrations need it"
    with _connect(settings, "DATABASE_OWNER_URL", settings.database_owner_url):
        return "reachable"


def migrations(settings: Settings) -> str:
    if not settings.database_owner_url:
        return "not checked, because DATABASE_OWNER_URL is not set here"
    try:
        missing = schema.pending(settings.database_owner_url)
    except (psycopg.Error, schema.UnknownSchema) as error:
        raise HealthProblem(_first_line(error)) from None
    if missing:
        raise HealthProblem(f"{len(missing)} to be applied. Run countersign migrate.")
    return "all applied"


def walls(settings: Settings) -> str:
    """Forced row-level security on every table that belongs to organizations."""
    with _connect(settings, "DATABASE_URL", settings.database_url) as connection:
        open_tables = [row[0] for row in connection.execute(UNWALLED)]
    if open_tables:
        raise HealthProblem(
            f"row-level security is not forced on {', '.join(open_tables)}. "
            "Stop the web server and run countersign migrate."
        )
    return "forced on every table of an organization"


def clock(settings: Settings) -> str:
    with _connect(settings, "DATABASE_URL", settings.database_url) as connection:
        there: Any = _one(connection, "select clock_timestamp()")
    apart = abs((datetime.now(UTC) - there).total_seconds())
    if apart > 2:
        raise HealthProblem(
            f"{apart:.0f} s apart from the database's. Let both follow a time server."
        )
    return "agrees with the database's"


def redis(settings: Settings) -> str:
    client = Redis.from_url(settings.redis_url, socket_timeout=3, socket_connect_timeout=3)
    try:
        information: Any = client.info()
    except RedisError as error:
        raise HealthProblem(f"does not answer ({_first_line(error)}). {_start(settings)}") from None
    finally:
        client.close()
    version, policy = information["redis_version"], information["maxmemory_policy"]
    if int(version.partition(".")[0]) < OLDEST_REDIS:
        raise HealthProblem(f"version {version} is too old. Use Redis {OLDEST_REDIS} or newer.")
    if policy != "noeviction":
        raise HealthProblem(
            f"it may throw messages away ({policy}). Set maxmemory-policy noeviction."
        )
    return f"version {version}, keeps every message"


def objects(settings: Settings) -> str:
    key, name, text = Key(secrets.token_bytes(32)), f"doctor/{secrets.token_hex(8)}", b"well"
    try:
        store = Objects(settings.objects_url)
        store.put(name, text, key)
        found = store.get(name, key)
        store.delete(name)
    except Exception as error:  # each kind of store has its own errors, and all mean the same here
        raise HealthProblem(
            f"OBJECTS_URL cannot be written and read ({_first_line(error)}). "
            "Check the address, the rights and the free space."
        ) from None
    if found != text:
        raise HealthProblem("it returns different bytes than were stored. Do not use it.")
    return "writes, reads and deletes"


def scanner(settings: Settings) -> str:
    """Documents wait while it is away."""
    if not settings.clamav_url:
        return "none: uploaded documents are not scanned (CLAMAV_URL is empty)"
    try:
        version = clamav.ping(settings.clamav_url)
    except OSError as error:
        raise HealthProblem(
            f"CLAMAV_URL does not answer ({_first_line(error)}), so uploaded documents wait. Start"
            " clamd, or check the address."
        ) from None
    return f"{version.partition('/')[0]} answers"


def mail(settings: Settings) -> str:
    """As every mail begins: encrypted, signed in, and with the sender that mails will have."""
    try:
        with mail_server.connect(settings.smtp_url) as server:
            server.ehlo_or_helo_if_needed()
            code, _ = server.mail(parseaddr(settings.mail_from)[1])
            server.rset()
    except Undeliverable as refused:
        raise HealthProblem(f"SMTP_URL cannot be used: {refused}.") from None
    except smtplib.SMTPAuthenticationError as refused:
        raise HealthProblem(
            f"the user name and password in SMTP_URL are not accepted ({refused.smtp_code})."
            " Check them, and percent-encode special characters: @ as %40, % as %25."
        ) from None
    except (OSError, smtplib.SMTPException) as error:
        reason = f"SMTP_URL does not answer ({_first_line(error)})."
        raise HealthProblem(f"{reason} {_start(settings)}") from None
    if code >= 400:
        raise HealthProblem(f"the mail server does not take mail from MAIL_FROM ({code}).")
    return (
        "signed in, accepts e-mail from MAIL_FROM"
        if urlsplit(settings.smtp_url).username
        else ("accepts e-mail from MAIL_FROM")
    )


def _connect(settings: Settings, name: str, url: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(url, connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as error:
        raise HealthProblem(
            f"{name} cannot be used ({_first_line(error)}). {_start(settings)}"
        ) from None


def _check_role(connection: psycopg.Connection[Any], name: str) -> None:
    """A role that passes row-level security by would void the walls without a sound."""
    passes = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
    owns = "select exists (select from pg_tables where tableowner = current_user)"
    if _one(connection, passes) or _one(connection, owns):
        raise HealthProblem(
            f"the role of {name} can bypass the walls between organizations. "
            "Use the roles of deploy/sql/roles.sql, each for its own setting."
        )


def _checked_version(connection: psycopg.Connection[Any]) -> str:
    version = connection.info.server_version
    if version < OLDEST_POSTGRES:
        raise HealthProblem(
            f"PostgreSQL {version // 10_000} is too old. Use PostgreSQL 18 or newer."
        )
    return f"PostgreSQL {version // 10_000}.{version % 10_000}"


def _one(connection: psycopg.Connection[Any], query: str) -> object:
    row = connection.execute(query).fetchone()
    return row[0] if row else None


def _start(settings: Settings) -> str:
    if settings.mode is Mode.EMBEDDED:
        return "Start the installation with ./countersign up."
    return "Check the address, the password and the network."


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or error.__class__.__name__
