"""What every operation of the API has in common, so that none can be forgotten."""

import ast
from pathlib import Path

import pytest
from flask import Flask

from webapp.api import v1

ROOT = Path(__file__).parents[3] / "webapp" / "api" / "v1"
CHANGING = ("post", "put", "patch", "delete")
THROUGH = {"once", "once_opened", "changed", "_once_opened", "_edited"}
VIEWS = {
    f"{path.relative_to(ROOT)}:{view.name}": view
    for path in sorted(ROOT.rglob("*.py"))
    for view in ast.parse(path.read_text()).body
    if isinstance(view, ast.FunctionDef)
    for decorator in view.decorator_list
    if ast.unparse(decorator).startswith(tuple(f"bp.{method}(" for method in CHANGING))
}


# These only look something up before.
LOOKING_FIRST = {"envelopes/recipients.py:change"}


@pytest.mark.parametrize("name", VIEWS)
def test_a_change_is_answered_once(name: str) -> None:
    """Its effect is in the transaction of its Idempotency-Key, and nothing is done beside it."""
    view = VIEWS[name]
    inner = {
        node
        for each in ast.walk(view)
        if each is not view and isinstance(each, ast.FunctionDef)
        for node in ast.walk(each)
    }
    calls = [node for node in ast.walk(view) if isinstance(node, ast.Call)]

    assert {ast.unparse(call.func) for call in calls} & THROUGH
    beside = {ast.unparse(call.func) for call in calls if call not in inner}
    assert "current.transaction" not in beside or name in LOOKING_FIRST


def test_every_operation_says_what_all_have_in_common(app: Flask) -> None:
    with app.app_context():
        paths = v1.description()["paths"]

    assert len(VIEWS) == sum(method in CHANGING for path in paths.values() for method in path)
    for operations in paths.values():
        for method, operation in operations.items():
            headers = {p["name"] for p in operation["parameters"] if p["in"] == "header"}
            assert ("Idempotency-Key" in headers) == (method in CHANGING)
            assert {"400", "401", "403", "422", "429"} <= set(operation["responses"])
            assert operation["security"]
            if method in CHANGING:
                assert {"409", "412"} <= set(operation["responses"])
            if "requestBody" in operation:
                assert {"413", "415"} <= set(operation["responses"])
