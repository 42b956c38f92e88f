from base64 import b64encode

import pytest

from core.settings.settings import InvalidSetting, Mode, parse

GOOD = {
    "COUNTERSIGN_MODE": "production",
    "DATABASE_URL": "postgresql://app:first-secret@db/countersign",
    "DATABASE_RELAY_URL": "postgresql://relay:second-secret@db/countersign",
    "REDIS_URL": "redis://:third-secret@redis",
    "OBJECTS_URL": "s3://bucket/prefix",
    "MASTER_KEY": b64encode(b"m" * 32).decode(),
    "LINK_KEY": b64encode(b"l" * 32).decode(),
    "SESSION_KEY": b64encode(b"s" * 32).decode(),
    "BASE_URL": "https://sign.example.com/",
    "SMTP_URL": "smtp://user:fourth-secret@mail",
    "MAIL_FROM": "Countersign <sign@example.com>",
}


def refused(**changes: str) -> str:
    with pytest.raises(InvalidSetting) as caught:
        parse(GOOD | changes)
    return str(caught.value)


def test_good_settings_are_parsed_once_for_all() -> None:
    settings = parse(GOOD)

    assert settings.mode is Mode.PRODUCTION
    assert settings.master_key == b"m" * 32
    assert settings.base_url == "https://sign.example.com"
    assert settings.log_level == "INFO"


def test_without_a_mode_it_is_production() -> None:
    assert parse({k: v for k, v in GOOD.items() if k != "COUNTERSIGN_MODE"}).mode is Mode.PRODUCTION


@pytest.mark.parametrize("name", [name for name in GOOD if name != "COUNTERSIGN_MODE"])
def test_what_is_missing_is_named(name: str) -> None:
    assert refused(**{name: "  "}).startswith(name)
    with pytest.raises(InvalidSetting, match=name):
        parse({k: v for k, v in GOOD.items() if k != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COUNTERSIGN_MODE", "demo"),
        ("DATABASE_URL", "mysql://app:hidden@db"),
        ("REDIS_URL", "http://redis"),
        ("REDIS_URL", "redis:hidden"),
        ("OBJECTS_URL", "/a/folder/hidden"),
        ("BASE_URL", "sign.example.com/hidden"),
        ("BASE_URL", "https://[hidden"),
        ("SMTP_URL", "mail:25"),
        ("MASTER_KEY", "hidden"),
        ("MASTER_KEY", "hidd\u00e9n"),
        ("MASTER_KEY", b64encode(b"m" * 31).decode()),
        ("LINK_KEY", b64encode(b"l" * 33).decode()),
        ("SESSION_KEY", "====hidden"),
        ("LOG_LEVEL", "LOUD"),
        ("SMTP_URL", "smtp://hidden@example.com:pa#ss@127.0.0.1:8425"),
        ("SMTP_URL", "smtp://user:hidden#ss@127.0.0.1:8425"),
        ("SMTP_URL", "smtp://user:hidden/ss@127.0.0.1:8425"),
        ("SMTP_URL", "smtp://user:hidden?ss@127.0.0.1:8425"),
        ("SMTP_URL", "smtp://user:hidden%Ab@127.0.0.1:8425"),
        ("SMTP_URL", "smtp://user:hidden%ss@127.0.0.1:8425"),
        ("SMTP_URL", "smtp://user:hidden w@127.0.0.1:8425"),
        ("SMTP_URL", "smtp://user:hidd\u00e9n@127.0.0.1:8425"),
        ("SMTP_URL", "smtp://user:hidd%C3%A9n@127.0.0.1:8425"),
        ("SMTP_URL", "smtp://:hidden@127.0.0.1:8425"),
        ("SMTP_URL", "smtp://mail:0/"),
        ("SMTP_URL", "smtp://mail:99999"),
        ("SMTP_URL", "smtp://:25"),
        ("SMTP_URL", "smtp://mail/hidden"),
        ("DATABASE_URL", "postgresql://app:hidden%ss@127.0.0.1/countersign"),
        ("DATABASE_URL", "postgresql://app:hid@den@127.0.0.1/countersign"),
        ("DATABASE_URL", "postgresql://app:hidden/x@127.0.0.1/countersign"),
        ("DATABASE_OWNER_URL", "postgresql://owner:hidden%@db/countersign"),
        ("DATABASE_RELAY_URL", "postgresql://relay@one,two:hidden/countersign"),
        ("REDIS_URL", "redis://:hidden#@redis"),
        ("REDIS_URL", "redis://redis/hidden"),
        ("OBJECTS_URL", "s3:///hidden"),
        ("OBJECTS_URL", "file://hidden/folder"),
        ("OBJECTS_URL", "file:///"),
        ("MAIL_FROM", "hidden"),
        ("MAIL_FROM", "hidden@example"),
        ("MAIL_FROM", "One <hidden@example.com>, Two <two@example.com>"),
        ("MAIL_FROM", "hidden, Two <two@example.com>"),
        ("MAIL_FROM", "Two <two@example.com> hidden"),
        ("BASE_URL", "https://example.com/hidden"),
        ("BASE_URL", "https://hidden@example.com"),
        ("BASE_URL", "https://example.com?hidden"),
        ("BASE_URL", "https://example.com:hidden"),
        ("DNS_SERVER", "hidden:53"),
        ("SSO_ALLOW_PRIVATE", "hidden"),
    ],
)
def test_what_is_wrong_is_named_in_one_sentence_that_quotes_nothing(name: str, value: str) -> None:
    said = refused(**{name: value})

    assert said.startswith(name)
    assert said.endswith(".")
    assert "hidden" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://app:p%40ss@one:5432,two:5433/countersign?sslmode=require"),
        ("DATABASE_URL", "postgresql://app@%2Frun%2Fpostgresql/countersign"),
        ("DATABASE_URL", "postgres:///countersign?host=/run/postgresql"),
        ("REDIS_URL", "unix:///run/redis.sock?db=1"),
        ("REDIS_URL", "rediss://:s%23cret@redis.example.com:6380/2"),
        ("SMTP_URL", "smtps://user%40example.com:pa%23s%25s@[2001:db8::1]:465"),
        ("OBJECTS_URL", "file:///srv/objects"),
        ("MAIL_FROM", "sign@example.com"),
        ("MAIL_FROM", '"Firm, sealed" <sign@example.com>'),
        ("DNS_SERVER", "192.0.2.53:53"),
        ("DNS_SERVER", "[2001:db8::53]:53"),
        ("SSO_ALLOW_PRIVATE", "no"),
    ],
)
def test_what_programs_understand_is_accepted(name: str, value: str) -> None:
    assert parse(GOOD | {name: value})


def test_a_refused_address_says_how_to_write_it() -> None:
    said = refused(SMTP_URL="smtp://user@example.com:pa#ss@127.0.0.1:8425")

    assert "@ as %40" in said
    assert "# as %23" in said


def test_the_public_address_is_written_as_browsers_write_it() -> None:
    assert parse(GOOD | {"BASE_URL": "https://Sign.Example.com:443/"}).base_url == (
        "https://sign.example.com"
    )


def test_one_key_is_not_used_for_two_purposes() -> None:
    assert "differ" in refused(LINK_KEY=GOOD["MASTER_KEY"])


@pytest.mark.parametrize(
    "changes",
    [{"MAILBOX_DIR": "a"}, {"DEMO_PASSWORD": "a"}, {"BASE_URL": "http://sign.example.com"}],
)
def test_production_refuses_what_is_for_trying_out(changes: dict[str, str]) -> None:
    assert refused(**changes)
    assert parse(GOOD | changes | {"COUNTERSIGN_MODE": "embedded"}).mode is Mode.EMBEDDED


def test_settings_that_are_printed_show_no_secret() -> None:
    printed = repr(parse(GOOD))

    assert "secret" not in printed
    assert "mmmm" not in printed


def test_proxies_are_addresses_or_networks() -> None:
    assert len(parse(GOOD | {"TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1"}).trusted_proxies) == 2
    with pytest.raises(InvalidSetting, match="TRUSTED_PROXIES"):
        parse(GOOD | {"TRUSTED_PROXIES": "proxy.example.com"})
