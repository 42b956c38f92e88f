"""The tools of an assistant: operations of the API, as its OpenAPI description says them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mcp_types import Tool, ToolAnnotations

# What an assistant gets, and whether it cannot be undone: such tools are marked, so that a person
# is asked. What a key may do is decided by its scopes, at each call.
OPERATIONS: Mapping[str, bool] = {
    "list_envelopes": False,
    "get_envelope": False,
    "list_audit_events": False,
    "list_values": False,
    "list_events": False,
    "list_templates": False,
    "get_template": False,
    "create_envelope_from_template": True,  # “sent” sends it
    "send_envelope": True,
    "remind_recipients": True,
    "void_envelope": True,
    "download_sealed_document": False,
    "download_certificate": False,
    "verify_file": False,
}
HERE, THERE = "#/components/schemas/", "#/$defs/"
REFERENCE = re.compile(re.escape(HERE) + r"([^\"]+)")


@dataclass(frozen=True, slots=True)
class ApiTool:
    """`places`: where each argument goes: path, query or body."""

    tool: Tool
    method: str
    path: str
    places: Mapping[str, str] = field(default_factory=dict)


def of(description: Mapping[str, Any]) -> dict[str, ApiTool]:
    """Those of OPERATIONS that this installation has, by their names."""
    found = {}
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if operation.get("operationId") in OPERATIONS:
                made = _tool(method.upper(), path, operation, description["components"]["schemas"])
                found[made.tool.name] = made
    return found


def _tool(
    method: str, path: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]
) -> ApiTool:
    name = operation["operationId"]
    properties: dict[str, Any] = {}
    places: dict[str, str] = {}
    required: list[str] = []
    for given in operation.get("parameters", ()):
        if given["in"] in ("path", "query"):
            properties[given["name"]] = given["schema"]
            places[given["name"]] = given["in"]
            required += [given["name"]] if given.get("required") else []
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        members = schemas[body["schema"]["$ref"].removeprefix(HERE)]
        properties |= members["properties"]
        places |= dict.fromkeys(members["properties"], "body")
        required += members.get("required", ())
    schema: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    schema["additionalProperties"] = False
    schema["$defs"] = dict(_needed(schema, schemas))
    return ApiTool(
        Tool(
            name=name,
            title=operation["summary"],
            description=_description(operation),
            input_schema=json.loads(json.dumps(schema).replace(HERE, THERE)),
            annotations=ToolAnnotations(
                read_only_hint=method == "GET",
                destructive_hint=OPERATIONS[name],
                idempotent_hint=method == "GET",
                open_world_hint=OPERATIONS[name],
            ),
        ),
        *(method, path, places),
    )


def _description(operation: Mapping[str, Any]) -> str:
    scopes = sorted({scope for row in operation.get("security", ()) for scope in row["key"]})
    needs = f"Needs a key with the scope {' or '.join(scopes)}." if scopes else ""
    said = (operation["summary"], operation.get("description", ""), needs)
    return "\n\n".join(part for part in said if part)


def _needed(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The models that it refers to, and those that these refer to."""
    waiting, known = REFERENCE.findall(json.dumps(schema)), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            yield name, schemas[name]
            waiting += REFERENCE.findall(json.dumps(schemas[name]))
