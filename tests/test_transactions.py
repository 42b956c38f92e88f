"""Where SQL stands, where transactions are opened, and who changes an envelope's tables."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
STORE, USE_CASES = ROOT / "tenants" / "store", ROOT / "tenants" / "use_cases"
SQL = re.compile(r"\s*(select|insert into|update|delete from|with)\s", re.IGNORECASE)
# Use cases of these nouns still open their transactions themselves: a list that only shrinks.
NOT_YET = ("api", "operator", "sign_in", "sso")
CHANGE = re.compile(
    r"\b(insert into|update|delete from) (envelopes|recipients|documents|fields|signatures)\b"
)
# Beside tx.record's own, each for a column that is no part of an Envelope.
BESIDE_RECORD = {
    "envelopes/senders.py": "who sent the envelopes of a member who leaves, many at once",
    "envelopes/shares.py": "whom an envelope is shown to",
    "people/teams.py": "whom the envelopes of a team that is deleted are shown to",
    "documents/documents.py": "the password and the form fields of intake",
    "signing/signatures.py": "the pictures of adopted signatures",
    "retention/organization_end.py": "what is left of all envelopes when their organization ends",
}
RECORD = ("envelopes/envelopes.py", "envelopes/changes.py")


def texts(path: Path) -> Iterator[str]:
    """Every string of a module but the docstrings; what is put together counts as one."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    documented = [n for n in nodes if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docstrings = {ast.get_docstring(node, clean=False) for node in documented}
    for node in nodes:
        match node:
            case ast.JoinedStr():
                parts = [v.value for v in node.values if isinstance(v, ast.Constant)]
                yield "".join(map(str, parts))
            case ast.Constant(value=str(text)) if text not in docstrings:
                yield text


def use_cases() -> list[Path]:
    found = sorted(USE_CASES.rglob("*.py"))
    return [p for p in found if p.relative_to(USE_CASES).parts[0] not in NOT_YET]


def test_use_cases_hold_no_sql() -> None:
    holding = [str(path) for path in use_cases() if any(map(SQL.match, texts(path)))]

    assert holding == []
    assert len(use_cases()) > 40


def test_use_cases_open_no_transaction() -> None:
    opening = [
        f"{path}:{node.lineno}"
        for path in use_cases()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "transaction"
    ]

    assert opening == []


def test_an_envelope_s_tables_are_changed_by_what_records_it_alone() -> None:
    changing = {
        str(path.relative_to(STORE))
        for path in STORE.rglob("*.py")
        if any(CHANGE.search(text) for text in texts(path))
    }

    assert changing - set(RECORD) <= set(BESIDE_RECORD)
