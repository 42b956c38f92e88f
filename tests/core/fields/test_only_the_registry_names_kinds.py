"""What a kind of field does is asked of the kind: nothing else tells kinds apart by name."""

import re
from pathlib import Path

from core.fields import kinds

ROOT = Path(__file__).parents[3]
ROOMS = {
    "core": "*.py",
    "tenants": "*.py",
    "webapp/pages": "*.py",
    "webapp/routes": "*.py",
    "webapp/static/js": "*.js",
    "actors/evidence": "*.py",
    "templates": "*.html",
}
# Of other nouns: what kind an organization's own custom field is.
OTHERS = (
    *("custom_field", "envelopes/details/", "core/fields/kinds/", "fields/kinds/"),
    # What other products call their kinds, and what theirs can do: their files are read there.
    *("core/exchange/docuseal/fields.py", "core/exchange/documenso/fields.py"),
    "core/exchange/docusign/tab_names.py",
)
NAMES = "|".join(kind.name for kind in kinds.ALL)
BY_NAME = re.compile(
    rf"""kind(?:\.name)?\b[^\n"']{{0,6}}(?:[=!]==?|\bis\b|\bin\b)[^\n"']{{0,6}}["'](?:{NAMES})["']"""
)


def test_nothing_else_compares_a_kind_by_name() -> None:
    files = [path for room, end in ROOMS.items() for path in (ROOT / room).rglob(end)]
    found = [str(path.relative_to(ROOT)) for path in files if BY_NAME.search(path.read_text())]

    assert len(files) > 400
    assert [path for path in found if not any(part in path for part in OTHERS)] == []
    assert BY_NAME.search('{% if field.kind.name == "checkbox" %}')
    assert BY_NAME.search("field.kind === 'text'")
