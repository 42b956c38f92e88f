"""What no single module can see: that the names in templates lead somewhere."""

import ast
import re
from pathlib import Path

import pytest

from core.fields import kinds
from webapp.assets import FOLDER

PAGES = FOLDER.parent.parent / "templates"
TEMPLATES = sorted(
    path for path in PAGES.rglob("*.html") if path.relative_to(PAGES).parts[0] != "mail"
)
PORTAL = [
    path
    for path in TEMPLATES
    if str(path.relative_to(PAGES).parent) in ("envelopes", "mailbox", "fields")
]
BLOCK = re.compile(r"{%-? block (\w+) -?%}(.*?){%-? endblock -?%}", re.DOTALL)
OF_THE_LAYOUT = {"title", "head", "body_class", "header", "menu", "main", "main_class", "footer"}


def listed() -> set[str]:
    lines = (FOLDER / "icons.txt").read_text().splitlines()
    return {line.strip() for line in lines if line and not line.startswith("#")}


def test_every_drawing_that_a_template_names_is_copied_at_set_up() -> None:
    named = {
        name for path in TEMPLATES for name in re.findall(r'icon\("([\w-]+)"\)', path.read_text())
    }

    assert len(named) > 20
    assert named <= listed()


def test_set_up_has_copied_the_drawing_of_each_kind_of_field() -> None:
    there = {path.stem for path in (FOLDER / "vendor" / "icons").glob("*.svg")}

    assert {kind.icon for kind in kinds.ALL} <= there


def test_every_drawing_that_is_copied_is_named_by_a_page() -> None:
    pages = [*TEMPLATES, *FOLDER.parent.rglob("*.py"), *(PAGES.parent / "core").rglob("*.py")]
    quoted = {name for path in pages for name in re.findall(r'"([\w-]+)"', path.read_text())}

    assert listed() - quoted == set()


def test_every_behaviour_that_a_template_starts_is_a_module() -> None:
    started = {
        name
        for path in TEMPLATES
        for names in re.findall(r'data-start"?[=:] ?"([\w/ ]+)"', path.read_text())
        for name in names.split()
    }

    assert started
    assert {name for name in started if not (FOLDER / "js" / f"{name}.js").is_file()} == set()


@pytest.mark.parametrize("path", PORTAL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_fragment_block_has_its_id(path: Path) -> None:
    for name, body in BLOCK.findall(path.read_text()):
        if name not in OF_THE_LAYOUT and name not in ("recipient_errors", "title_errors"):
            assert f'id="{name}"' in body, name


def test_only_icons_and_marks_are_allowed_where_people_would_put_emoji() -> None:
    for path in TEMPLATES:
        assert not re.search("[\U0001f300-\U0001faff\u2600-\u27bf]", path.read_text()), path


def test_no_refusal_is_left_for_the_next_page_as_if_it_had_been_done() -> None:
    left = [
        f"{path.name}:{call.lineno}"
        for path in FOLDER.parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "leave"
        and any(isinstance(n, ast.Attribute) and n.attr == "message" for n in ast.walk(call))
    ]

    assert left == []
