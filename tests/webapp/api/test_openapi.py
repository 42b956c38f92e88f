import json
import re
from pathlib import Path
from typing import Any

from flask import Flask

from core.envelopes.roles import registry
from core.fields import kinds
from webapp.api import v1

# Run in the root, whenever what the API offers has changed.
WRITE = (
    """python -c "import json; from flask import Flask; from webapp.api import v1;"""
    """ app = Flask('x'); app.register_blueprint(v1.bp); app.app_context().push();"""
    """ print(json.dumps(v1.description(), indent=1, sort_keys=True, ensure_ascii=False))" """
    """> docs/openapi.json"""
)
FROM_REGISTRIES = (
    ("NewField", "kind"),
    ("NewField", "properties"),
    ("NewCommonField", "kind"),
    ("NewCommonField", "properties"),
    ("FieldAnswer", "kind"),
    ("NewRecipient", "role"),
    ("RecipientAnswer", "role"),
)
FILE = Path(__file__).parents[3] / "docs" / "openapi.json"


def test_the_description_is_served_to_everybody_and_stands_in_docs(app: Flask) -> None:
    served = app.test_client().get("/api/v1/openapi.json")

    assert served.status_code == 200
    assert served.json["openapi"] == "3.1.0"
    assert without_names(served.json) == without_names(json.loads(FILE.read_text())), WRITE


def without_names(description: dict[str, Any]) -> dict[str, Any]:
    """Without what comes from registries: to add a kind is no reason to write the file anew."""
    schemas = description["components"]["schemas"]
    for model, value in FROM_REGISTRIES:
        schemas[model]["properties"].pop(value)
    return description


def test_every_route_is_described_with_what_it_answers(app: Flask) -> None:
    with app.app_context():
        paths = v1.description()["paths"]
    routes = {r.rule for r in app.url_map.iter_rules() if r.rule.startswith("/api/v1/")}

    assert len(paths) == len(routes - {"/api/v1/openapi.json"})
    for operations in paths.values():
        for operation in operations.values():
            assert operation["summary"]
            assert "401" in operation["responses"]
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"]


def test_every_reference_leads_somewhere(app: Flask) -> None:
    with app.app_context():
        described = v1.description()

    names = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(described)))

    assert names
    assert names <= set(described["components"]["schemas"])


def test_kinds_and_roles_are_those_of_the_registries(app: Flask) -> None:
    with app.app_context():
        schemas = v1.description()["components"]["schemas"]

    assert schemas["NewField"]["properties"]["kind"]["enum"] == [k.name for k in kinds.ALL]
    assert schemas["NewRecipient"]["properties"]["role"]["enum"] == [r.name for r in registry.ROLES]
