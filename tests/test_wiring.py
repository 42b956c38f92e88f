"""What no single module can check: that names used in one room exist in the other."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import Field, fields
from functools import cache
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
from tenants.store.people.memberships import BELONGINGS
from webapp import create_app
from webapp.http import security

ROOT = Path(__file__).parent.parent
PRODUCT = ("core", "templates", "tenants", "actors", "webapp", "deploy")
# Pages that need no account: they have a guard of their own, a link or its cookie, or are public.
OPEN = {
    "api_reference",
    "api_v1",
    "oauth_authorizations",
    "oauth_metadata",
    "oauth_tokens",
    "docusign",
    "docusign_authorizations",
    "operator",
    "second_steps",
    "passkey_sign_ins",
    "password_resets",
    "sessions",
    "device_locks",
    "home",
    "languages",
    "health",
    "host_checks",
    "identity_answers",
    "assets",
    "mailbox",
    "mail_reports",
    "text_reports",
    "brands",
    "signings",
    "embedded_signings",
    "sender_views",
    "installable",
    "phones",
    "verifications",
    "mail_checks",
    "links",
    "sources",
    "joinings",
    "sign_ups",
    "shared_envelopes",
    "direct_links",
    "sso_sign_ins",
}


@pytest.fixture(scope="module")
def app(settings: Settings) -> Flask:
    made = create_app(settings)
    yield made
    made.extensions["installation"].close()


@cache
def sources(room: str) -> dict[str, str]:
    """The texts of all modules of a room, by their path from the root."""
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for path in sorted((ROOT / room).rglob("*.py"))
    }


@cache
def trees(room: str) -> dict[str, ast.Module]:
    return {path: ast.parse(source) for path, source in sources(room).items()}


def modules(*rooms: str) -> dict[str, ast.Module]:
    """The syntax trees of all modules, by their path from the root."""
    return {path: tree for room in rooms or PRODUCT for path, tree in trees(room).items()}


def rendered_blocks() -> list[tuple[str, str]]:
    found = []
    for tree in modules("webapp").values():
        for node in ast.walk(tree):
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
        for source in sources(room).values()
        if f".{field.name}" in source and re.search(rf"\.{field.name}\b", source)
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
        if "POST" not in (rule.methods or ()) or rule.rule.startswith(("/api/", "/restapi/")):
            continue  # The API knows no cookies, so no other site's page can act for anybody.
        if rule.endpoint.partition(".")[0] in security.FOR_PROGRAMS:
            continue  # Nor do the endpoints of OAuth for programs.
        values = {name: 1 if name == "number" else uuid4() for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        assert app.test_client().post(address).status_code == 403, address
        visited += 1

    assert visited >= 15


def test_the_libraries_that_were_chosen_are_the_ones_that_are_used() -> None:
    chosen = {"flask", "htmx_flask", "dramatiq", "redis", "psycopg", "peewee", "spectree"}
    chosen |= {"pypdf", "pymupdf", "weasyprint", "pyhanko", "obstore", "structlog", "segno"}
    chosen |= {"zipstream"}
    imported = set()
    for tree in modules("tenants", "actors", "webapp", "deploy").values():
        for node in ast.walk(tree):
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
    for path, tree in modules("core", "tenants", "actors", "webapp", "deploy").items():
        assert ast.get_docstring(tree), path


# How the house is laid (docs/adding.md). Names in these sets are not converted yet: each set may
# only shrink, and an entry that is no longer needed fails its test.
SQL = re.compile(r"\s*(select|insert into|update|delete from|with|lock table|call)\s", re.I)
SQL_ELSEWHERE: set[str] = set()
# Also of a table whose name the code puts in, which stands as {} here.
WRITES = re.compile(r"\b(?:insert into|update|delete from)\s+(\w+|\{\})", re.I)
ENVELOPE_TABLES = {
    "envelopes",
    "recipients",
    "consents",
    "documents",
    "fields",
    "field_values",
    "signatures",
    "sealed_files",
    "envelope_values",
    "envelope_metadata",
    "envelope_tags",
    "envelope_shares",
    "share_links",
}
# What is written of them, or of a table that the code names, by another way than Rows.change.
UNRECORDED_WRITES = {
    # The organization goes: its keys are destroyed already, so no entry could be kept.
    "tenants/store/retention/organization_end.py": {"envelopes", "sealed_files", "{}"},
    # BELONGINGS: none of them is an envelope's.
    "tenants/store/people/memberships.py": {"{}"},
    # Contacts, correspondents and invitations.
    "tenants/store/retention/person_traces.py": {"{}"},
    # The values that trails commit to: ValuesErased records which of them went.
    "tenants/store/evidence/personal_values.py": {"{}"},
}
DOUBLE_CLASSES: set[str] = set()
CIRCLES: set[frozenset[str]] = set()
# Each kind of field is a module of its own there, and nothing else is.
FULL_FOLDERS = {"core/fields/kinds"}


def texts(tree: ast.Module) -> list[str]:
    """Its string constants, but for docstrings."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def test_sql_lies_in_the_stores_and_the_schema_alone() -> None:
    found = {
        path
        for path, tree in modules("core", "tenants", "actors", "webapp").items()
        if not path.startswith(("tenants/store/", "tenants/schema/"))
        and any(SQL.match(text) and re.search(r"[%*(=]", text) for text in texts(tree))
    }

    assert found == SQL_ELSEWHERE


def test_an_envelopes_tables_are_written_only_together_with_its_record() -> None:
    """Every statement is given to Rows.change, which lets nothing be committed without a record."""
    found = {
        path: written
        for path, tree in modules("core", "tenants", "actors", "webapp", "deploy").items()
        if (written := unrecorded_writes(tree) & {*ENVELOPE_TABLES, "{}"})
    }

    assert found == UNRECORDED_WRITES
    assert not ENVELOPE_TABLES & set(BELONGINGS)


def test_no_function_of_the_database_writes_an_envelopes_tables() -> None:
    """But for triggers that copy what an envelope's row says: where it is listed, who owns it."""
    found = {
        (path.name, table)
        for path in sorted((ROOT / "tenants" / "schema").glob("*.sql"))
        for table in WRITES.findall(re.sub("--.*", "", path.read_text()))
        if table in ENVELOPE_TABLES
    }

    assert found == {
        ("envelopes.sql", "recipients"),
        ("envelopes.sql", "envelope_shares"),
        ("custom_fields.sql", "envelope_values"),
        ("custom_fields.sql", "envelope_metadata"),
    }


def unrecorded_writes(tree: ast.Module) -> set[str]:
    """The tables that statements of a module write by another way than Rows.change."""
    recorded = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("change", "change_each", "change_many")
        for argument in node.args
    }
    return {
        table.lower()
        for node, text in statements(tree)
        if id(node) not in recorded
        for table in WRITES.findall(text)
    }


def statements(tree: ast.Module) -> list[tuple[ast.expr, str]]:
    """The strings of a module that are no part of another one; {} is what code puts in."""
    filled = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inner = {id(part) for node in filled for part in node.values}
    whole = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner
    ]
    joined = [
        (
            node,
            "".join(
                str(getattr(part, "value", "")) if isinstance(part, ast.Constant) else "{}"
                for part in node.values
            ),
        )
        for node in filled
    ]
    return [*joined, *((node, node.value) for node in whole)]


def test_use_cases_open_no_transaction() -> None:
    found = {
        path
        for path, tree in modules("tenants/use_cases").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "transaction"
    }

    assert found == set()


def test_no_transaction_waits_for_the_slow_hash_of_a_password() -> None:
    """Whoever takes a transaction gets what was hashed or compared before it began."""
    slow = {
        f"{path}: {function.name}"
        for path, tree in modules("tenants/use_cases").items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and "Transaction" in {ast.unparse(a.annotation) for a in function.args.args if a.annotation}
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"passwords.hashed", "passwords.matches"}
    }

    assert slow == set()


def test_no_folder_holds_more_than_twenty_modules() -> None:
    folders = Counter(str(Path(path).parent) for path in modules() if not path.endswith("__.py"))

    assert {folder for folder, count in folders.items() if count > 20} == FULL_FOLDERS


def test_no_two_classes_of_the_product_have_one_name() -> None:
    names = Counter(
        node.name
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name != "Meta"  # peewee asks for this one
    )

    assert {name for name, count in names.items() if count > 1} == DOUBLE_CLASSES


def test_no_imports_go_in_a_circle() -> None:
    """Also none that only a type checker follows, and none inside of a function."""
    all_trees = modules()
    names = {path.removesuffix(".py").replace("/", "."): path for path in all_trees}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph = {name: imported(name, all_trees[path], names) for name, path in names.items()}

    assert circles(graph) == CIRCLES


def imported(name: str, tree: ast.Module, names: Mapping[str, str]) -> set[str]:
    """The modules of ours that this one names in an import, wherever it stands."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & set(names)) or {node.module}
            found |= {node.module} if inner - set(names) else set()
    return (found & set(names)) - {name}


def circles(graph: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """Groups of modules of which each leads to each other, after Tarjan."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: set[frozenset[str]] = set()

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = set[str]()
            while node not in group:
                group.add(stack.pop())
            if len(group) > 1:
                found.add(frozenset(group))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found
