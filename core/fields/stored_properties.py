"""Properties of a field as they were stored: someone may have changed them in the database."""

import re
from collections.abc import Mapping
from typing import Any

from core.fields.field_property import Properties
from core.fields.kind import FieldKind

# Says what no trail tells and no property reads: the field is as if it had none, and its envelope
# is shown as changed and never sealed.
UNREADABLE: Properties = {"": "unreadable"}
TYPES: Mapping[str, type] = {"string": str, "integer": int, "boolean": bool, "array": list}


def judged(kind: FieldKind, stored: object) -> Properties:
    """
    The same, if each is a property of the kind and has the form that its schema describes.

    Form alone, so that envelopes that wait for a signature outlive a rule that becomes stricter.
    """
    if not isinstance(stored, dict):
        return UNREADABLE
    known = {property.name: property.schema for property in kind.properties}
    fit = all(name in known and fits(known[name], value) for name, value in stored.items())
    return stored if fit else UNREADABLE


def fits(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether a value has the form of a schema, in those words of JSON Schema that we use."""
    if "enum" in schema:
        return value in schema["enum"]
    if type(value) is not TYPES[schema["type"]]:
        return False
    if isinstance(value, list):
        return len(value) <= schema["maxItems"] and all(fits(schema["items"], v) for v in value)
    if isinstance(value, str):
        short = len(value) <= schema.get("maxLength", len(value))
        return short and bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, bool):
        return True
    return bool(schema["minimum"] <= value <= schema["maximum"])
