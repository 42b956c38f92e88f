"""The OpenAPI document: what spectree says of the routes, with their scopes and examples."""

from typing import Any

from flask import current_app

from webapp.api.v1.documentation import documentation
from webapp.api.v1.reference.examples import all_examples

JSON = "application/json"


def description() -> dict[str, Any]:
    """The same as docs/openapi.json; needs the application's context."""
    found: dict[str, Any] = documentation.spec
    scopes = _scopes()
    for operations in found["paths"].values():
        for operation in operations.values():
            name = operation["operationId"]
            operation["security"] = [{"key": [scopes[name]]}] if scopes.get(name) else []
            _show_example(operation, all_examples().get(name, {}))
    return found


def _scopes() -> dict[str, str]:
    """Which scope each operation asks for."""
    found = {}
    for view in current_app.view_functions.values():
        guarded: Any = view
        if hasattr(guarded, "scope"):
            found[documentation.operation_of(guarded.__wrapped__)] = str(guarded.scope)
    return found


def _show_example(operation: dict[str, Any], example: dict[str, Any]) -> None:
    body = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if body and "body" in example:
        body["example"] = example["body"]
