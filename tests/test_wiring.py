"""What no single module can check: that names used in one room exist in the other."""

import ast
import re
import tomllib
from dataclasses import Field, fields
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from actors import worker
from actors.jobs.broker import THREADS
from actors.jobs.job import ACTORS
from core.jobs.kinds import KINDS, QUEUES
from core.settings import example
from core.settings.settings import Settings
from tenants import environment
from webapp import create_app

ROOT = Path(__file__).parent.parent
# Pages that need no account: they have a guard of their own, a link or its cookie, or are public.
OPEN = {
    "api_v1",
    "operator",
    "second_steps",
    "passkey_sign_ins",
    "password_resets",
    "sessions",
    "home",
    "health",
    "assets",
    "mailbox",
    "brands",
    "signings",
    "verifications",
    "links",
    "sources",
    "joinings",
    "sign_ups",
    "shared_envelopes",
    "sso_sign_ins",
}


@pytest.fixture(scope="module")
def app(settings: Settings) -> Flask:
    made = create_app(settings)
    yield made
    made.extensions["installation"].close()


def rendered_blocks() -> list[tuple[str, str]]:
    found = []
    for path in (ROOT / "webapp").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render":
                names = [a.value for a in node.args if isinstance(a, ast.Constant)]
                found += [(names[0], block) for block in names[1:]]
    return found


@pytest.mark.parametrize(("template", "block"), rendered_blocks())
def test_every_fragment_is_a_block_that_carries_its_own_id(
    app: Flask, template: str, block: str
) -> None:
    loaded = app.jinja_env.get_template(template)
    source = app.jinja_env.loader.get_source(app.jinja_env, template)[0]

    assert block in loaded.blocks
    assert f'id="{block}"' in source or "hx-swap-oob" in source, f"{template}: {block}"


def test_every_kind_of_job_has_an_actor_and_every_queue_its_threads() -> None:
    assert worker is not None
    assert set(ACTORS) == set(KINDS)
    assert set(THREADS) == set(QUEUES)


def test_the_example_is_made_from_the_table_of_settings() -> None:
    written = (ROOT / "deploy" / "env.example").read_text()

    assert written == example.text(), "run: ./countersign env-example"


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_read_where_its_row_says(field: Field[object]) -> None:
    row = field.metadata["setting"]
    rooms = {
        room
        for room in ("tenants", "webapp", "actors", "deploy")
        for path in (ROOT / room).rglob("*.py")
        if re.search(rf"\.{field.name}\b", path.read_text())
    }

    assert row.reason.endswith(".")
    assert row.type.words
    assert rooms == set(row.used_by)


def test_every_setting_that_carries_a_secret_may_come_from_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, services: dict[str, str]
) -> None:
    written = (ROOT / "deploy" / "env.example").read_text()
    starred = set(re.findall(r"(?m)^# \*.*(?:\n#.*)*\n(\w+)=", written))
    (tmp_path / "sms").write_text("https://user:word@sms.example.com/send\n")
    monkeypatch.setenv("SMS_URL_FILE", str(tmp_path / "sms"))
    monkeypatch.setenv("SMS_FROM", "Countersign")

    assert starred == environment.SECRETS
    assert environment.load().sms_url == "https://user:word@sms.example.com/send"


def test_every_route_of_the_portal_sends_strangers_to_the_sign_in_page(app: Flask) -> None:
    visited = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in OPEN or "GET" not in (rule.methods or ()):
            continue
        values = {name: 1 if name == "number" else uuid4() for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        answer = app.test_client().get(address)
        assert answer.status_code == 303, address
        assert "/sign-in" in answer.headers["Location"], address
        visited += 1

    assert visited >= 7


def test_no_route_changes_anything_without_the_token_of_its_own_page(app: Flask) -> None:
    visited = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith("/api/"):
            continue  # The API knows no cookies, so no other site's page can act for anybody.
        values = {name: 1 if name == "number" else uuid4() for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        assert app.test_client().post(address).status_code == 403, address
        visited += 1

    assert visited >= 15


def test_the_libraries_that_were_chosen_are_the_ones_that_are_used() -> None:
    chosen = {"flask", "htmx_flask", "dramatiq", "redis", "psycopg", "peewee", "spectree"}
    chosen |= {"pypdf", "pymupdf", "weasyprint", "pyhanko", "obstore", "structlog", "segno"}
    imported = set()
    for room in ("tenants", "actors", "webapp", "deploy"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    imported.add(node.module.split(".")[0])

    assert chosen <= imported


def test_the_lock_has_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.txt").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
    for requirement in project["dependencies"]:
        name = re.split(r"[\[<>=]", requirement)[0]
        assert re.search(rf"(?im)^{name}(\[\w+\])?==", lock), name


def test_every_module_of_a_room_opens_with_a_sentence() -> None:
    for room in ("core", "tenants", "actors", "webapp", "deploy"):
        for path in (ROOT / room).rglob("*.py"):
            text = ast.get_docstring(ast.parse(path.read_text()))
            assert text, path
