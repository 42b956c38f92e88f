"""A completed submission of DocuSeal as an archived record."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from core.exchange.docusign.members import objects, text
from core.exchange.translated import line

PRODUCT = "DocuSeal"


def record(
    row: Mapping[str, Any],
    submitters: Sequence[Mapping[str, Any]],
    files: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """
    `files` are kind, name and path of each. Times are those of the database, in UTC.
    """
    roles = {text(s.get("uuid")): line(s.get("name"), 60) for s in objects(row["roles"])}
    completed = [s["completed_at"] for s in submitters if s["completed_at"]]
    return {
        "id": text(row["id"]),
        "name": line(row["name"], 300) or f"{PRODUCT} {text(row['id'])}",
        "source": PRODUCT,
        "source_id": text(row["id"]),
        "sent_at": written(row["created_at"]),
        "completed_at": written(max(completed, default=None)),
        "parties": [
            {
                "name": line(s["name"], 300),
                "email": line(s["email"], 254),
                "role": roles.get(text(s["uuid"]), ""),
                "status": "completed" if s["completed_at"] else "",
                "at": written(s["completed_at"]),
            }
            for s in submitters
        ],
        "files": [dict(file) for file in files],
    }


def written(at: datetime | None) -> str | None:
    """A time of theirs, which has no zone and is UTC, as the format has it."""
    if at is None:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat()
