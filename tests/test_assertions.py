"""A test that asserts nothing shows nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
FAIL = {"raises", "fail", "expect", "until"}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(FOLDER)}::{node.name}", node


def asserts(function: ast.FunctionDef, helpers: set[str]) -> bool:
    """By itself, or by what it calls."""
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and name(node.func) in FAIL | helpers)
        for node in ast.walk(function)
    )


def name(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def test_every_test_asserts_something() -> None:
    found = list(functions())
    tests = {id: node for id, node in found if node.name.startswith("test_")}
    helpers = {
        node.name
        for _, node in found
        if node.name.startswith(("assert_", "refused")) and asserts(node, set())
    }

    assert len(tests) > 2000
    assert [id for id, node in tests.items() if not asserts(node, helpers)] == []
