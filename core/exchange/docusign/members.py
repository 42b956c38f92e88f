"""Members of DocuSign's JSON, in which numbers and truth are texts as well."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
NOTHING = ("", "false", "0", None, False, 0)
# What tells nothing of how a thing works: ids of that installation, and what can be changed there.
SILENT = frozenset(
    {
        "recipientId", "recipientIdGuid", "tabId", "tabType", "status", "source", "errorDetails",
        "templateLocked", "templateRequired", "mergeField", "mergeFieldXml", "localePolicy",
        "warningDetails", "customTabId", "formOrder", "formPageLabel", "formPageNumber",
        "tabFullyQualifiedPath", "anchorTabProcessorVersion", "disableAutoSize",
        "originalValue", "originalNumericalValue", "selectedOriginal", "caption",
        "extensionData", "agreementAttribute", "agreementAttributeLocked", "stampType",
    }
)  # fmt: skip


def text(value: object) -> str:
    """ "" for what is neither text nor number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | float) else ""


def is_true(value: object) -> bool:
    return text(value).lower() == "true"


def number(value: object) -> float | None:
    """None for what is no finite number."""
    try:
        found = float(text(value))
    except ValueError:
        return None
    return found if abs(found) < 1e9 else None


def whole(value: object) -> int | None:
    found = number(value)
    return int(found) if found is not None and found == int(found) else None


def objects(value: object) -> Sequence[Json]:
    """Of a list those that are objects."""
    if not isinstance(value, list):
        return ()
    return tuple(each for each in value if isinstance(each, dict))


def child(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def unread(found: Json, read: frozenset[str] | set[str], place: str) -> list[str]:
    """
    The members that say something and that no one has read, by where they stand: `place/member`.
    """
    return [
        f"{place}/{name}"
        for name, value in found.items()
        if name not in read
        and name not in SILENT
        and not name.endswith("Metadata")
        and not (isinstance(value, str) and value.lower() in NOTHING)
        and value not in (None, False, 0, [], {})
    ]
