"""A template or document of Documenso, as the exchange format has it."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.exchange.documenso import fields
from core.exchange.docuseal.submission import written
from core.exchange.docusign.members import text, whole
from core.exchange.translated import PageSizes, Translated, line

PRODUCT = "Documenso"
ROLES = {"SIGNER": "signer", "APPROVER": "approver", "VIEWER": "viewer", "CC": "cc"}
PLACEHOLDER = "@documenso.com"


def draft(
    row: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]],
    recipients: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    files: Mapping[str, tuple[str, PageSizes]],
) -> Translated:
    """
    `items` are the documents of it, `rows` its fields; `files` are path and pages by item.

    Of a template, people become roles.
    """
    left: list[str] = []
    documents, places = [], {}
    for item in items:
        if item["id"] not in files:
            left.append(f"{line(item['title'], 100)}: its file")
            continue
        path, sizes = files[item["id"]]
        documents.append({"name": line(item["title"], 200) or "Document.pdf", "file": path})
        places[item["id"]] = (len(documents), sizes)
    in_turn = text(row.get("signingOrder")) == "SEQUENTIAL"
    people, numbers = [], {}
    for n, each in enumerate(recipients, 1):
        role = ROLES.get(each["role"])
        if role is None:
            left.append(f"{line(each['name'] or each['email'], 100)}: the role {each['role']}")
            continue
        people.append(_recipient(each, role, n, in_turn, row["type"] == "TEMPLATE"))
        numbers[each["id"]] = len(people)
    item = {
        "id": text(row["id"]),
        "name": line(row["title"], 200) or "–",
        "message": text(row.get("message"))[:5_000],
        "documents": documents,
        "recipients": people,
        "fields": fields.fields(rows, numbers, places, left),
    }
    if row.get("authOptions") and any(row["authOptions"].values()):
        left.append("authOptions")
    return Translated(item, left)


def record(
    row: Mapping[str, Any],
    recipients: Sequence[Mapping[str, Any]],
    files: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """A completed document. The certificate is a part of the signed PDF there."""
    return {
        "id": text(row["id"]),
        "name": line(row["title"], 300) or PRODUCT,
        "source": PRODUCT,
        "source_id": text(row["id"]),
        "sent_at": written(row["createdAt"]),
        "completed_at": written(row["completedAt"]),
        "parties": [
            {
                "name": line(r["name"], 300),
                "email": line(r["email"], 254),
                "role": text(r["role"]).lower(),
                "status": text(r["signingStatus"]).lower(),
                "at": written(r["signedAt"]),
            }
            for r in recipients
        ],
        "files": [dict(file) for file in files],
    }


def _recipient(
    each: Mapping[str, Any], role: str, n: int, in_turn: bool, is_template: bool
) -> dict[str, Any]:
    email, name = line(each["email"], 254), line(each["name"], 120)
    is_open = email.endswith(PLACEHOLDER)
    found: dict[str, Any] = {
        "role": role,
        "order": min(max(whole(each["signingOrder"]) or n, 1), 100) if in_turn else 1,
        "name": "" if is_open else name,
        "email": "" if is_open else email,
    }
    if is_template:
        found["role_name"] = name[:60] or f"Recipient {n}"
    return found
