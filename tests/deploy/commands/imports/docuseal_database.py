"""A DocuSeal database: the tables and columns that an import reads, and what lies in them."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tests.deploy.commands.imports.foreign import md5, pdf

TABLES = (
    "create table accounts (id integer primary key, uuid text, name text, archived_at timestamp)",
    "create table templates (id integer primary key, account_id integer, name text, schema text,"
    " fields text, submitters text, preferences text, archived_at timestamp)",
    "create table submissions (id integer primary key, account_id integer, template_id integer,"
    " template_fields text, template_schema text, template_submitters text,"
    " submitters_order text, name text, archived_at timestamp, created_at timestamp)",
    "create table submitters (id integer primary key, submission_id integer, uuid text, name text,"
    ' email text, phone text, "values" text, completed_at timestamp, declined_at timestamp)',
    "create table active_storage_blobs (id integer primary key, key text, filename text,"
    " byte_size bigint, checksum text)",
    "create table active_storage_attachments (id integer primary key, uuid text,"
    " record_type text, record_id integer, name text, blob_id integer)",
    "create table submission_events (id integer primary key, submission_id integer,"
    " submitter_id integer, event_type text, event_timestamp timestamp, data text)",
    "create table completed_documents (id integer primary key, submitter_id integer, sha256 text)",
)
SIGNED, AUDIT = pdf("Signed lease"), pdf("Audit log")


class Connection(Protocol):
    def execute(self, query: str, arguments: Any = ..., /) -> Any: ...


@dataclass
class DocuSealData:
    """`mark` stands for an argument: %s or ?."""

    connection: Connection
    files: Path
    mark: str = "%s"
    ids: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> int:
        self.ids[table] = id = self.ids.get(table, 0) + 1
        names = ", ".join(f'"{n}"' for n in ("id", *values))
        marks = ", ".join([self.mark] * (len(values) + 1))
        plain = [json.dumps(v) if isinstance(v, dict | list) else v for v in values.values()]
        self.connection.execute(f"insert into {table} ({names}) values ({marks})", [id, *plain])
        return id

    def attach(self, record: str, record_id: int, kind: str, name: str, data: bytes) -> str:
        key = hashlib.sha256(f"{record}{record_id}{name}".encode()).hexdigest()[:28]
        folder = self.files / key[:2] / key[2:4]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / key).write_bytes(data)
        blob = self.add(
            "active_storage_blobs", key=key, filename=name, byte_size=len(data), checksum=md5(data)
        )
        uuid = f"uuid-{blob}"
        self.add(
            "active_storage_attachments",
            uuid=uuid, record_type=record, record_id=record_id, name=kind, blob_id=blob,
        )  # fmt: skip
        return uuid

    def path_of(self, name: str) -> Path:
        return next(p for p in self.files.rglob("*") if p.is_file() and name in p.name)


def fill(data: DocuSealData) -> None:
    """A template of two parties with every sort of field, a completed and a pending submission."""
    for table in TABLES:
        data.connection.execute(table)
    account = data.add("accounts", uuid="a-1", name="Harbour Homes")
    template = data.add(
        *("templates",), account_id=account, name="Lease", schema=[], fields=[], submitters=[],
        preferences={"submitters_order": "preserved"},
    )  # fmt: skip
    uuid = data.attach("Template", template, "documents", "Lease.pdf", pdf("Lease", 2))
    schema = [{"attachment_uuid": uuid, "name": "Lease"}]
    submitters = [{"uuid": "s-1", "name": "Tenant"}, {"uuid": "s-2", "name": "Landlord"}]
    fields = _fields(uuid)
    data.connection.execute(
        "update templates set schema = %s, fields = %s, submitters = %s".replace("%s", data.mark),
        [json.dumps(schema), json.dumps(fields), json.dumps(submitters)],
    )
    for name, done in (("Lease of Ana", True), ("Lease of Bo", False)):
        submission = data.add(
            *("submissions",), account_id=account, template_id=template, template_fields=fields,
            template_schema=schema, template_submitters=submitters, submitters_order="preserved",
            name=name, created_at="2025-03-01 10:00:00",
        )  # fmt: skip
        for n, submitter in enumerate(submitters, 1):
            at = f"2025-03-0{n + 1} 12:00:00" if done or n == 1 else None
            person = data.add(
                *("submitters",), submission_id=submission, uuid=submitter["uuid"],
                name=f"Person {n}", email=f"person-{n}@example.com", values={}, completed_at=at,
            )  # fmt: skip
            data.add(
                *("submission_events",), submission_id=submission, submitter_id=person,
                event_type="complete_form", event_timestamp="2025-03-02 12:00:00", data={},
            )  # fmt: skip
        if done:
            data.attach("Submitter", person, "documents", "Lease.pdf", SIGNED)
            data.attach("Submission", submission, "audit_trail", "Audit Log.pdf", AUDIT)
            sha256 = hashlib.sha256(SIGNED).hexdigest()
            data.add("completed_documents", submitter_id=person, sha256=sha256)


def _fields(uuid: str) -> list[dict[str, Any]]:
    def area(y: float, page: int = 0, **more: Any) -> dict[str, Any]:
        place = {"x": 0.1, "y": y, "w": 0.25, "h": 0.05, "page": page, "attachment_uuid": uuid}
        return place | more

    def field(name: str, type: str, *areas: dict[str, Any], **more: Any) -> dict[str, Any]:
        common = {"uuid": f"f-{name}", "submitter_uuid": "s-1", "name": name, "type": type}
        return common | {"required": True, "areas": list(areas)} | more

    pet = {"field_uuid": "f-Pet", "action": "not_empty"}
    options = [{"uuid": "o-1", "value": "monthly"}, {"uuid": "o-2", "value": "yearly"}]
    return [
        field("Sign", "signature", area(0.8, 1)),
        field("City", "text", area(0.1), area(0.2), default_value="Lisbon"),
        field("Pet", "checkbox", area(0.3)),
        field("Pet name", "text", area(0.4), conditions=[pet]),
        field("Term", "radio", area(0.5, option_uuid="o-1"), area(0.55, option_uuid="o-2"),
              options=options),
        field("Today", "date", area(0.6), default_value="{{date}}", readonly=True),
        field("Pay", "payment", area(0.7)),
        field("Sign too", "signature", area(0.9, 1), submitter_uuid="s-2"),
    ]  # fmt: skip
