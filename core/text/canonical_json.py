"""One text for one value: RFC 8785, for the values that audit events are made of."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any
from uuid import UUID


def text(value: Any) -> str:
    """
    The canonical JSON of `value`.

    Restricted to ASCII keys, strings, whole numbers, booleans, lists and objects, where
    RFC 8785 needs no number formatting and no UTF-16 key order. Raises TypeError otherwise.
    """
    written = json.dumps(
        _plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    try:
        written.encode()
    except UnicodeEncodeError:
        raise TypeError("half a character has no canonical form") from None
    return written


def moment(at: datetime) -> str:
    """A time as it is hashed: UTC with six decimals. Raises ValueError without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone cannot be recorded")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return _plain(value.value)
        case bool() | str() | None:
            return value
        case int():
            if abs(value) >= 2**53:
                raise TypeError("a number from 2^53 on has no canonical form")
            return value
        case UUID():
            return str(value)
        case datetime():
            return moment(value)
        case Mapping():
            if not all(isinstance(key, str) and key.isascii() for key in value):
                raise TypeError("keys must be ASCII strings")
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form here")
