"""Every use case that a member reaches asks for a permission before it touches anything."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from pathlib import Path

from flask import Flask

from core.settings.settings import Settings
from webapp import create_app

ROOT = Path(__file__).parent.parent
# Who acts, how far they reach, and what nobody else may change meanwhile: refuses nobody, and
# neither reads nor changes what the organization has.
BEFORE = {
    *("member", "principal", "settings", "organization_id", "may"),
    *("lock_exclusive", "lock_shared"),
}
ASKS_NOTHING = {
    # They are given the envelope that this reader was allowed to read, in the same transaction.
    "documents.page_images.find",
    "documents.page_images.lines",
    "documents.page_images.search",
    "documents.page_viewer.page",
    "documents.page_viewer.pages",
    "documents.page_viewer.signature",
    # The guard of the API asks it whose key this is: nobody acts yet.
    "api.api_keys.identify",
    "api.oauth.tokens.identify",
    # Which application asks is found in its own organization: no member acts yet.
    "api.oauth.client_authentication.load",
    # A program has its repeated requests to itself; who is no member of anything is refused.
    "api.idempotency.earlier",
    "webapp.api.v1.repeatable._claim",
    "webapp.api.v1.repeatable._keep",
    # Anyone may have a file judged: it belongs to no organization, and is the platform's.
    "evidence.verifying.announce",
    "evidence.verifying.submit",
    "evidence.verifying.submitted",
    "evidence.known_files.known_file",
    # What it compares was found by use cases, which ask.
    "webapp.api.v1.responses.check_match",
}
Definition = ast.FunctionDef | ast.ClassDef


class Does(Enum):
    ASK = "asks"
    TOUCH = "touches"
    NOTHING = "does nothing"


@cache
def module(name: str) -> tuple[dict[str, Definition], dict[str, str]]:
    """What a module defines, and what its names stand for."""
    path = ROOT / (name.replace(".", "/") + ".py")
    tree = ast.parse(path.read_text()) if path.exists() else ast.Module([], [])
    own = {n.name: n for n in tree.body if isinstance(n, Definition)}
    imported = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return own, imported | {n: f"{name}.{n}" for n in own}


def definition(full_name: str) -> Definition | None:
    home, _, name = full_name.rpartition(".")
    ours = home.startswith(("tenants.", "webapp.")) and not home.startswith("tenants.store.")
    return module(home)[0].get(name) if ours else None


def meant(home: str, node: ast.AST) -> str:
    """The full name of what a name or an attribute of a module stands for."""
    if isinstance(node, ast.Name | ast.Attribute):
        first, dot, rest = ast.unparse(node).partition(".")
        return module(home)[1].get(first, "") + dot + rest
    return ""


def transaction_of(found: Definition | None) -> str:
    """What a use case calls its transaction; "" of all that takes none."""
    if isinstance(found, ast.FunctionDef):
        for argument in found.args.args:
            if argument.annotation and ast.unparse(argument.annotation) == "Transaction":
                return argument.arg
    return ""


def reached(begin: Iterable[str]) -> Iterator[str]:
    """The use cases that are named by these functions, and by those that they name."""
    seen, todo = set[str](), list(begin)
    while todo:
        name = todo.pop()
        found = definition(name)
        if found is None or name in seen:
            continue
        seen.add(name)
        if transaction_of(found):
            yield name
        else:
            home = name.rpartition(".")[0]
            todo.extend(meant(home, node) for node in ast.walk(found))


def does(name: str) -> Does:
    """What a use case does first with its transaction."""
    found = definition(name)
    assert isinstance(found, ast.FunctionDef)
    return _first(name.rpartition(".")[0], transaction_of(found), found.body)


def _first(home: str, tx: str, nodes: Iterable[ast.AST | None]) -> Does:
    """The first of several that does anything."""
    for node in nodes:
        if node is not None and (done := _done(home, tx, node)) is not Does.NOTHING:
            return done
    return Does.NOTHING


def _done(home: str, tx: str, node: ast.AST) -> Does:
    match node:
        case ast.Attribute(value=ast.Name(id=name)) if name == tx:
            if node.attr == "require":
                return Does.ASK
            return Does.NOTHING if node.attr in BEFORE else Does.TOUCH
        case ast.Call():
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if (done := _first(home, tx, (*given, node.func))) is not Does.NOTHING:
                return done
            passes_on = any(isinstance(arg, ast.Name) and arg.id == tx for arg in given)
            return _called(meant(home, node.func)) if passes_on else Does.NOTHING
        case ast.If() | ast.IfExp():
            ways = [_first(home, tx, _list(way)) for way in (node.body, node.orelse)]
            return _either(_done(home, tx, node.test), ways)
        case ast.For() | ast.While():
            head = node.iter if isinstance(node, ast.For) else node.test
            return _either(_done(home, tx, head), [_first(home, tx, node.body), Does.NOTHING])
        case ast.BoolOp():
            rest = _first(home, tx, node.values[1:])
            return _either(_done(home, tx, node.values[0]), [rest, Does.NOTHING])
        case ast.Match():
            taken = [c for c in node.cases if "MemberPrincipal" in ast.unparse(c.pattern)]
            ways = [_first(home, tx, case.body) for case in taken or node.cases]
            return _either(_done(home, tx, node.subject), ways)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return _first(home, tx, (*node.generators, node.elt))
        case ast.DictComp():
            return _first(home, tx, (*node.generators, node.key, node.value))
    return _first(home, tx, ast.iter_child_nodes(node))


def _list(way: ast.expr | list[ast.stmt]) -> list[ast.stmt] | list[ast.expr]:
    return way if isinstance(way, list) else [way]


def _either(before: Does, ways: list[Does]) -> Does:
    """Of several ways that it may go, all have to ask, and none may touch anything before."""
    if before is not Does.NOTHING:
        return before
    if Does.TOUCH in ways:
        return Does.TOUCH
    return Does.ASK if set(ways) == {Does.ASK} else Does.NOTHING


def _called(name: str) -> Does:
    """What is not known here, such as a store that is given the transaction, touches something."""
    return does(name) if transaction_of(definition(name)) else Does.TOUCH


def test_every_use_case_that_a_member_reaches_asks_first(settings: Settings) -> None:
    app = create_app(settings)
    app.extensions["installation"].close()

    found = set(reached(_views_of_members(app)))

    silent = {name for name in found if does(name) is not Does.ASK}
    assert {name.removeprefix("tenants.use_cases.") for name in silent} == ASKS_NOTHING
    assert len(found) > 150


def _views_of_members(app: Flask) -> Iterator[str]:
    """Those for who is signed in to the portal, and for the API's keys."""
    for view in app.view_functions.values():
        if hasattr(view, "permission") or hasattr(view, "scopes"):
            function = inspect.unwrap(view)
            yield f"{function.__module__}.{function.__qualname__.partition('.')[0]}"
