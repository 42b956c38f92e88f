"""Examines the settings one by one, so that one round of corrections is enough."""

import os
from collections.abc import Mapping

from core.settings import settings
from core.settings.settings import InvalidSetting, Settings
from tenants import environment


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
            row = settings.table().get(name)
            right = row.stand_in if row else ""
            if tried.get(name) == right:
                return wrong
            tried[name] = right
        else:
            return wrong
