"""JSON as DocuSign answers it: counts and truth are texts, what there is not is left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, jsonify

from core.docusign.written import plain


def answer(found: Mapping[str, Any], status: int = 200) -> Response:
    response = jsonify(plain(found))
    response.status_code = status
    return response


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
