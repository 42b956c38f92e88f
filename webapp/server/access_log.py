"""
A log of requests that an operator turns on (`granian --access-log`) tells no secret of an address.

Tokens of links and sessions are long; what is as long and no id is left out, and so are queries,
which carry what people search for.
"""

import logging
import re
from typing import Any

LOGGER = "granian.access"
LONG = re.compile(r"[A-Za-z0-9_-]{20,}")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LEFT_OUT = "…"


class WithoutSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict):
            record.args = {name: _told(name, value) for name, value in record.args.items()}
        return True


def guard() -> None:
    """Called where the server loads the application, after it has set up its loggers."""
    logging.getLogger(LOGGER).addFilter(WithoutSecrets())


def _told(name: str, value: Any) -> Any:
    if name == "query_string":
        return LEFT_OUT if value else value
    return _without_tokens(value.partition("?")[0]) if isinstance(value, str) else value


def _without_tokens(text: str) -> str:
    return LONG.sub(lambda found: found[0] if ID.fullmatch(found[0]) else LEFT_OUT, text)
