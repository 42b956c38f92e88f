"""JSON as DocuSign writes it: counts and truth are texts, what there is not is left out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from core.docusign import times


def plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: plain(v) for name, v in value.items() if v is not None}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return times.written(value)
    if isinstance(value, Sequence):
        return [plain(v) for v in value]
    return str(value) if isinstance(value, int | float | UUID) else value
