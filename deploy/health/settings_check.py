"""Examines the settings one by one, so that one round of corrections is enough."""

import os
from collections.abc import Mapping

from core.settings import settings
from core.settings.settings import InvalidSetting, Settings
from tenants import environment

# A value that is right in form, put in place of a wrong one to find the next wrong one.
RIGHT_IN_FORM = {
    "COUNTERSIGN_MODE": "embedded",
    "DATABASE_URL": "postgresql://app@database/countersign",
    "DATABASE_RELAY_URL": "postgresql://relay@database/countersign",
    "REDIS_URL": "redis://redis",
    "OBJECTS_URL": "file:///objects",
    "MASTER_KEY": f"{'A' * 42}E=",
    "LINK_KEY": f"{'A' * 42}I=",
    "SESSION_KEY": f"{'A' * 42}M=",
    "BASE_URL": "https://sign.example",
    "SMTP_URL": "smtp://mail:25",
    "MAIL_FROM": "sign@example.com",
    "LOG_LEVEL": "INFO",
}  # any other may be left empty


def read() -> tuple[Settings | None, list[str]]:
    """The settings, or None and a sentence for each that is wrong."""
    try:
        return environment.load(), []
    except InvalidSetting as finding:
        return None, _all_wrong(os.environ) or [str(finding)]


def _all_wrong(variables: Mapping[str, str]) -> list[str]:
    tried = dict(variables)
    wrong: list[str] = []
    while True:
        try:
            settings.parse(tried)
        except InvalidSetting as finding:
            wrong.append(str(finding))
            name = str(finding).split()[0].strip(",")
            right = RIGHT_IN_FORM.get(name, "")
            if tried.get(name) == right:
                return wrong
            tried[name] = right
        else:
            return wrong
