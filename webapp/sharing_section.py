"""The part of an envelope's page that says to whom it is shown."""

from typing import Any

from core.sharing import LINK_DAYS
from tenants.use_cases.sharing import Sharing
from webapp import current


def context(found: Sharing) -> dict[str, Any]:
    return {"sharing": found, "days": LINK_DAYS, "base_url": current.settings().base_url}
