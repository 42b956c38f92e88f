"""The OpenAPI document: what spectree says of the routes, with their scopes and examples."""

from copy import deepcopy
from typing import Any

from flask import current_app

from webapp.api.v1.documentation import documentation
from webapp.api.v1.reference import conventions
from webapp.api.v1.reference.examples import all_examples

JSON = "application/json"
NAME = "openapi_document"


def description() -> dict[str, Any]:
    """The same as docs/openapi.json; needs the application's context."""
    found: dict[str, Any] = current_app.extensions.get(NAME) or _made()
    return found


def _made() -> dict[str, Any]:
    found: dict[str, Any] = deepcopy(documentation.spec)
    scopes = _scopes()
    for operations in found["paths"].values():
        for operation in operations.values():
            name = operation["operationId"]
            operation["security"] = [{"key": [scope]} for scope in scopes.get(name, ())]
            _show_example(operation, all_examples().get(name, {}))
    conventions.describe(found["paths"], found["components"]["schemas"])
    current_app.extensions[NAME] = found
    return found


def _scopes() -> dict[str, list[str]]:
    """Which scopes each operation asks for: one of them."""
    found = {}
    for view in current_app.view_functions.values():
        guarded: Any = view
        if hasattr(guarded, "scopes"):
            name = documentation.operation_of(guarded.__wrapped__)
            found[name] = [str(scope) for scope in guarded.scopes]
    return found


def _show_example(operation: dict[str, Any], example: dict[str, Any]) -> None:
    body = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if body and "body" in example:
        body["example"] = example["body"]
