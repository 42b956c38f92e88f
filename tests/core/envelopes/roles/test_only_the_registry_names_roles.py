"""What a role means is asked of its row: nothing else in the product tells roles apart by name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from core.envelopes.roles import registry

ROOT = Path(__file__).parents[4]
OF_MEMBERS = {"people", "sso", "sign_in", "access"}
ROOMS = ("core", "tenants", "actors", "webapp")
NAMES = {role.name for role in registry.ROLES}
CONSTANTS = {name.upper() for name in NAMES}
QUOTED = "|".join(sorted(NAMES))
# A comparison or a look-up by name in a page or mail template, and a list of cases in SQL.
IN_TEMPLATE = re.compile(rf"""(?:[=!]=|\bin)\s*\(?["'](?:{QUOTED})["']|["'](?:{QUOTED})["']\s*:""")
IN_SQL = re.compile(rf"role[^\n]*(?:=|<>|\bin\b)[^\n]*'(?:{QUOTED})'")


def names_a_role(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str(text)):
            return text in NAMES
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in CONSTANTS
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return any(names_a_role(part) for part in parts)
        case _:
            return False


def comparisons(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Compare(left=left, comparators=others):
                sides = [left, *others]
            case ast.Dict(keys=keys):
                sides = [key for key in keys if key is not None]
            case ast.match_case(pattern=ast.MatchValue(value=value)):
                sides = [value]
            case _:
                continue
        if any(names_a_role(side) for side in sides):
            yield f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def about_recipients(room: str, pattern: str) -> list[Path]:
    """Members have roles, too, and a role of each kind may have the same name."""
    found = (path.relative_to(ROOT) for path in (ROOT / room).rglob(pattern))
    return [ROOT / p for p in found if not OF_MEMBERS & {*p.parts, p.stem}]


def test_no_module_compares_a_role_by_name() -> None:
    modules = [path for room in ROOMS for path in about_recipients(room, "*.py")]

    found = [place for path in modules for place in comparisons(path)]

    assert len(modules) > 300
    assert found == []


def test_no_template_compares_a_role_by_name() -> None:
    templates = [p for end in ("*.html", "*.txt") for p in about_recipients("templates", end)]

    assert len(templates) > 100
    assert [str(p) for p in templates if IN_TEMPLATE.search(p.read_text())] == []


def test_no_statement_and_no_rule_of_the_database_compares_a_role_by_name() -> None:
    files = [p for end in ("*.sql", "*.py") for p in about_recipients("tenants", end)]

    assert [str(p) for p in files if IN_SQL.search(p.read_text())] == []
