"""`countersign import docuseal`: templates and completed submissions of a DocuSeal database."""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.exchange.docuseal import submission, template
from core.exchange.translated import PageSizes, line
from deploy.commands.imports.foreign_database import ForeignDatabase
from deploy.commands.imports.foreign_files import FileUnreadable, ForeignFiles
from deploy.commands.imports.foreign_import import ForeignImport
from deploy.console import stop

PRODUCT = "DocuSeal"
BATCH = 50
ACCOUNTS = "select id, uuid, name from accounts where archived_at is null order by id"
TEMPLATES = """
    select id, name, schema, fields, submitters, preferences, archived_at from templates
    where account_id = %s and id > %s order by id limit 50
"""
SUBMISSIONS = """
    select s.*, t.name as template_name, t.fields as of_fields, t.schema as of_schema,
        t.submitters as of_submitters
    from submissions s left join templates t on t.id = s.template_id
    where s.account_id = %s and s.id > %s order by s.id limit 50
"""
SUBMITTERS = """
    select id, uuid, name, email, phone, "values", completed_at, declined_at from submitters
    where submission_id = %s order by id
"""
BLOBS = """
    select a.uuid, a.record_type, a.record_id, a.name as kind, b.key, b.filename, b.byte_size,
        b.checksum
    from active_storage_attachments a join active_storage_blobs b on b.id = a.blob_id
    where a.record_type = %s and a.record_id = %s order by a.id
"""
EVENTS = """
    select e.event_type, e.event_timestamp, e.submitter_id, e.data from submission_events e
    where e.submission_id = %s order by e.event_timestamp, e.id
"""
COMPLETED = "select sha256 from completed_documents where submitter_id = %s"
# A file of a field; other attachments of a submitter are pictures of signatures.
FILE_FIELDS = ("file", "image")


@dataclass(slots=True)
class DocuSealImport:
    database: ForeignDatabase
    files: ForeignFiles
    run: ForeignImport
    drafts: bool = False
    warned: list[str] = field(default_factory=list)

    def all(self, account: str) -> None:
        """The templates first, then what was sent, the oldest first."""
        account_id, uuid = self._account(account)
        self.run.source = f"docuseal:{uuid}"
        for row in self._each(TEMPLATES, account_id):
            self._template(row)
        for row in self._each(SUBMISSIONS, account_id):
            self._submission(row)

    def _account(self, wanted: str) -> tuple[int, str]:
        accounts = self.database.rows(ACCOUNTS)
        found = [a for a in accounts if not wanted or str(a["id"]) == wanted]
        if len(found) != 1:
            told = [f"  --account {a['id']}   {a['name']}" for a in accounts]
            stop("Choose one of the accounts in this database:", *told)
        return found[0]["id"], found[0]["uuid"]

    def _each(self, query: str, account_id: int) -> Iterator[dict[str, Any]]:
        after = 0
        while rows := self.database.rows(query, account_id, after):
            yield from rows
            after = rows[-1]["id"]

    def _template(self, row: dict[str, Any]) -> None:
        id, name = str(row["id"]), line(row["name"], 200)
        if self.run.is_there("template", id):
            return
        if row["archived_at"]:
            self.run.report.pass_over("template", id, name, "it is archived there")
            return
        read = row | {n: _json(row[n]) for n in ("schema", "fields", "submitters")}
        read["preferences"] = _object(row["preferences"])
        stored, sizes = self._documents("Template", row["id"])
        made = template.template(read, sizes)
        self.run.take("templates", "template", id, name, made.item, stored, self._told(made))

    def _submission(self, row: dict[str, Any]) -> None:
        id = str(row["id"])
        people = self.database.rows(SUBMITTERS, row["id"])
        name = line(row.get("name") or row["template_name"], 300) or f"{PRODUCT} {id}"
        if self.run.is_there("submission", id):
            return
        if people and all(p["completed_at"] for p in people):
            self._completed(row, people, id, name)
        elif self.drafts and not any(p["declined_at"] for p in people) and not row["archived_at"]:
            self._pending(row, people, id, name)
        else:
            done = sum(1 for p in people if p["completed_at"])
            why = "declined" if any(p["declined_at"] for p in people) else "not completed"
            why = "archived before it was completed" if row["archived_at"] else why
            told = f"{why}: {done} of {len(people)} have signed"
            self.run.report.pass_over("submission", id, name, told)

    def _completed(
        self, row: dict[str, Any], people: list[dict[str, Any]], id: str, name: str
    ) -> None:
        last = max(people, key=lambda p: (_time(p["completed_at"]), p["id"]))
        known = {r["sha256"] for r in self.database.rows(COMPLETED, last["id"])}
        stored: dict[str, bytes] = {}
        files: list[dict[str, str]] = []
        problems: list[str] = []

        def add(kind: str, blob: dict[str, Any]) -> bytes:
            try:
                data = self._read(blob)
            except FileUnreadable as why:
                problems.append(f"{blob['filename']}: {why}")
                return b""
            path = f"records/{len(files)}.{_ending(blob['filename'])}"
            stored[path] = data
            files.append({"kind": kind, "name": line(blob["filename"], 300), "file": path})
            return data

        for blob in self.database.rows(BLOBS, "Submitter", last["id"]):
            if blob["kind"] != "documents":
                continue
            data = add("document", blob)
            if data and known and hashlib.sha256(data).hexdigest() not in known:
                problems.append(f"{blob['filename']}: its hash is not the recorded one")
        for blob in self.database.rows(BLOBS, "Submission", row["id"]):
            if blob["kind"] == "audit_trail":
                add("certificate", blob)
        asked = {
            f.get("uuid")
            for f in _json(row["template_fields"] or row["of_fields"])
            if f.get("type") in FILE_FIELDS
        }
        for person in people:
            given = {
                v
                for k, vs in _object(person["values"]).items()
                if k in asked
                for v in (vs if isinstance(vs, list) else [vs])
            }
            for blob in self.database.rows(BLOBS, "Submitter", person["id"]):
                if blob["kind"] == "attachments" and blob["uuid"] in given:
                    add("attachment", blob)
        if problems or not any(f["kind"] == "document" for f in files):
            self.run.report.pass_over(
                "submission", id, name, *(problems or ["its signed documents were never made"])
            )
            return
        path = "records/events.json"
        stored[path] = self._events(row["id"])
        files.append({"kind": "trail", "name": "events.json", "file": path})
        for person in people:
            person["completed_at"] = _time(person["completed_at"])
        said = row | {
            "name": name,
            "created_at": _time(row["created_at"]),
            "roles": _json(row["template_submitters"] or row["of_submitters"]),
        }
        item = submission.record(said, people, files)
        self.run.take("archived_records", "submission", id, name, item, stored, [])

    def _pending(
        self, row: dict[str, Any], people: list[dict[str, Any]], id: str, name: str
    ) -> None:
        """A new draft with the same people: what some have signed already is asked again."""
        read = {
            "id": row["id"],
            "name": name,
            "schema": _json(row["template_schema"] or row["of_schema"]),
            "fields": _json(row["template_fields"] or row["of_fields"]),
            "submitters": _json(row["template_submitters"] or row["of_submitters"]),
            "preferences": {"submitters_order": row["submitters_order"]},
        }
        stored, sizes = self._documents("Template", row["template_id"])
        made = template.template(read, sizes, people)
        self.run.take("envelopes", "submission", id, name, made.item, stored, self._told(made))

    def _documents(
        self, record_type: str, record_id: int
    ) -> tuple[dict[str, bytes], dict[str, tuple[str, PageSizes]]]:
        """The files by path; path and pages by the attachment's UUID."""
        stored: dict[str, bytes] = {}
        found: dict[str, tuple[str, PageSizes]] = {}
        self.warned = []
        for blob in self.database.rows(BLOBS, record_type, record_id):
            if blob["kind"] != "documents":
                continue
            try:
                data = self._read(blob)
            except FileUnreadable as why:
                self.warned.append(f"{blob['filename']}: {why}")
                continue
            path = f"documents/{len(stored)}.{_ending(blob['filename'])}"
            stored[path] = data
            found[blob["uuid"]] = (path, self.run.pages(data))
        return stored, found

    def _told(self, made: Any) -> list[str]:
        return [*self.warned, *made.left_out]

    def _read(self, blob: dict[str, Any]) -> bytes:
        """Compared with the size and MD5 that the database has. Raises FileUnreadable."""
        key = str(blob["key"])
        data = self.files.read(f"{key[:2]}/{key[2:4]}/{key}" if self.files.is_folder else key)
        md5 = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        if len(data) != blob["byte_size"] or (blob["checksum"] and md5 != blob["checksum"]):
            raise FileUnreadable("its file is not the one that the database describes")
        return data

    def _events(self, submission_id: int) -> bytes:
        events = [
            {
                "type": e["event_type"],
                "at": submission.written(_time(e["event_timestamp"])),
                "submitter": e["submitter_id"],
                "data": _object(e["data"]),
            }
            for e in self.database.rows(EVENTS, submission_id)
        ]
        told = {"source": PRODUCT, "submission": submission_id, "events": events}
        return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _json(text: object) -> list[dict[str, Any]]:
    try:
        found = json.loads(str(text)) if isinstance(text, str) else text
    except ValueError:
        return []
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _object(text: object) -> dict[str, Any]:
    try:
        found = json.loads(str(text)) if isinstance(text, str) else text
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _time(at: object) -> datetime:
    """SQLite has times as texts."""
    found = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _ending(name: str) -> str:
    ending = str(name).rpartition(".")[2].lower()
    return ending if ending.isalnum() and ending.isascii() and len(ending) <= 8 else "bin"
