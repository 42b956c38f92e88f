"""JSON as DocuSign answers it: counts and truth are texts, what there is not is left out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from core.docusign import times


def answer(found: Mapping[str, Any], status: int = 200) -> Response:
    response = jsonify(plain(found))
    response.status_code = status
    return response


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


def page(name: str, rows: Sequence[Any], start: int, total: int) -> dict[str, Any]:
    """Members of a part of a list."""
    last = start + len(rows) - 1 if rows else 0
    return {
        "resultSetSize": len(rows),
        "startPosition": start,
        "endPosition": last,
        "totalSetSize": total,
        name: rows,
    }
