"""Where the settings come from: the environment, with secrets from files where one is named."""

import os
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from core.settings import settings
from core.settings.setting import DATABASE
from core.settings.settings import InvalidSetting, Settings


def load() -> Settings:
    """Raises InvalidSetting with one sentence for the operator."""
    environment = dict(os.environ)
    for name in list(environment):
        if name.endswith("_FILE") and name.removesuffix("_FILE") in SECRETS:
            environment[name.removesuffix("_FILE")] = _read(name, environment[name])
    parsed = settings.parse(environment)
    _check_databases(environment)
    return parsed


SECRETS = frozenset(name for name, row in settings.table().items() if row.secret)
DATABASES = frozenset(n for n, row in settings.table().items() if row.type.words == DATABASE.words)


def _check_databases(environment: Mapping[str, str]) -> None:
    """Options that libpq does not know are found at start, not at the first query."""
    for name in (name for name in environment if name in DATABASES and environment[name].strip()):
        try:
            conninfo_to_dict(environment[name].strip())
        except psycopg.Error:
            raise InvalidSetting(
                f"{name} cannot be read by PostgreSQL's library. Check what follows the name of"
                " the database, and write % in a user name or password as %25."
            ) from None


def _read(name: str, path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise InvalidSetting(
            f"{name} names a file that cannot be read: {error.strerror}."
        ) from None
