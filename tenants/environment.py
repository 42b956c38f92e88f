"""Where the settings come from: the environment, with secrets from files where one is named."""

import os
from pathlib import Path

from core import settings
from core.settings import InvalidSetting, Settings


def load() -> Settings:
    """Raises InvalidSetting with one sentence for the operator."""
    environment = dict(os.environ)
    for name in list(environment):
        if name.endswith("_FILE") and name.removesuffix("_FILE") in SECRETS:
            environment[name.removesuffix("_FILE")] = _read(name, environment[name])
    return settings.parse(environment)


SECRETS = frozenset(
    {
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "DATABASE_RELAY_URL",
        "REDIS_URL",
        "MASTER_KEY",
        "LINK_KEY",
        "SESSION_KEY",
        "SMTP_URL",
        "DEMO_PASSWORD",
    }
)


def _read(name: str, path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise InvalidSetting(
            f"{name} names a file that cannot be read: {error.strerror}."
        ) from None
