"""Every ciphertext has its header: columns, files, and what waits in a job."""

import ast
from base64 import b64decode
from datetime import timedelta

import obstore
import psycopg
import pytest

from core.access import MemberRole
from core.principal import SYSTEM
from deploy.console import ROOT
from tenants.encryption import header
from tenants.encryption.keys import CHUNK
from tenants.member import Member
from tenants.use_cases.people import inviting
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

# Columns of bytes that hold no ciphertext. All others are of the type ciphertext, whose check the
# database itself makes.
PLAIN = {
    "address": "a keyed hash of an address",
    "certificate": "public",
    "public_key": "public",
    "credential_id": "public",
    "session": "the hash of a secret",
    "challenge": "asked once, and shown to the browser",
    "key": "a keyed hash of what was attempted",
}
COLUMNS = """
    select c.relname, a.attname, a.atttypid = 'ciphertext'::regtype from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = any ('{directory,tenant}'::regnamespace[]) and c.relkind in ('r', 'p')
        and a.atttypid in ('bytea'::regtype, 'ciphertext'::regtype)
"""
PACKAGES = ("core", "tenants", "actors", "webapp", "deploy")
CIPHERS = ("cryptography.hazmat.primitives.ciphers", "cryptography.fernet", "nacl", "Crypto")


def modules_that_import(*names: str) -> set[str]:
    found = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if isinstance(node, ast.Import):
                    modules = [alias.name for alias in node.names]
                if any(module.startswith(names) for module in modules):
                    found.add(str(path.relative_to(ROOT)))
    return found


def test_every_column_of_bytes_is_a_ciphertext_or_says_why_not(services: dict[str, str]) -> None:
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        columns = superuser.execute(COLUMNS).fetchall()

    plain = {name for _, name, sealed in columns if not sealed and not name.endswith("_hash")}
    assert plain == PLAIN.keys()
    assert len([1 for _, _, sealed in columns if sealed]) >= 20


@pytest.mark.parametrize("bytes", [b"x", b"CS", b"XS and some more bytes"])
def test_the_database_takes_no_ciphertext_without_its_header(member: Member, bytes: bytes) -> None:
    transaction = member.organization.transaction(SYSTEM)
    with pytest.raises(psycopg.errors.CheckViolation), transaction as tx:
        tx.rows.run("select %s::ciphertext", bytes)


def test_one_module_encrypts_and_one_stores_files() -> None:
    assert modules_that_import(*CIPHERS) == {"tenants/encryption/keys.py"}
    # The other signs addresses for copies that an organization wants in a place of its own.
    places = {"tenants/files/object_store.py", "tenants/network/copy_places.py"}
    # And one reads what another product has stored, to take it over.
    places.add("deploy/commands/imports/foreign_files.py")
    assert modules_that_import("obstore") == places


def test_files_and_what_waits_in_jobs_begin_with_the_header(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW + timedelta(minutes=1))
    run(member, inviting.invite, "somebody@example.com", MemberRole.VIEWER, NOW)
    objects, key = member.organization.installation.objects, member.organization.key

    names = objects.names_below(str(member.organization.id))
    starts = [bytes(obstore.get_range(objects._store, name, start=0, end=15)) for name in names]
    with member.organization.transaction(SYSTEM) as tx:
        waiting = tx.rows.all("select arguments ->> 'sealed' as sealed from outbox")

    assert names
    assert {header.read(start) for start in starts} == {header.Header(key.id, CHUNK)}
    sealed = [b64decode(row["sealed"]) for row in waiting if row["sealed"]]
    assert sealed
    assert {header.read(each) for each in sealed} == {header.Header(key.id)}
