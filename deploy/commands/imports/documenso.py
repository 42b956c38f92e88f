"""`countersign import documenso`: templates and completed documents of a Documenso database."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

from core.exchange.documenso import envelope
from core.exchange.docuseal.submission import written
from core.exchange.translated import PageSizes, line
from deploy.commands.imports.foreign_database import ForeignDatabase
from deploy.commands.imports.foreign_files import FileUnreadable, ForeignFiles
from deploy.commands.imports.foreign_import import ForeignImport
from deploy.console import stop

OLD = (
    "This is no database of Documenso 2: it has no table Envelope. Update Documenso, so that it"
    " moves its documents into envelopes, then try again."
)
TEAMS = 'select id, url, name from "Team" order by id'
# Templates first, then documents, the oldest first.
ENVELOPES = """
    select e.id, e.type::text, e.title, e.status::text, e."createdAt", e."completedAt",
        e."deletedAt", e."authOptions", m.message, m."signingOrder"::text
    from "Envelope" e left join "DocumentMeta" m on m.id = e."documentMetaId"
    where e."teamId" = %s and e.type::text = %s and (e."createdAt", e.id) > (%s, %s)
    order by e."createdAt", e.id limit 50
"""
ITEMS = """
    select i.id, i.title, d.type::text, d.data from "EnvelopeItem" i
    join "DocumentData" d on d.id = i."documentDataId"
    where i."envelopeId" = %s order by i."order", i.id
"""
RECIPIENTS = """
    select id, name, email, role::text, "signingOrder", "signingStatus"::text, "signedAt"
    from "Recipient" where "envelopeId" = %s order by "signingOrder" nulls last, id
"""
FIELDS = """
    select type::text, page, "positionX", "positionY", width, height, "recipientId",
        "envelopeItemId", "fieldMeta"
    from "Field" where "envelopeId" = %s order by id
"""
LOG = """
    select type, "createdAt", name, email, "ipAddress", "userAgent", data from "DocumentAuditLog"
    where "envelopeId" = %s order by "createdAt", id
"""
BEGINNING = ("0001-01-01", "")


@dataclass(slots=True)
class DocumensoImport:
    database: ForeignDatabase
    files: ForeignFiles
    run: ForeignImport
    drafts: bool = False

    def all(self, team: str) -> None:
        team_id = self._team(team)
        self.run.source = "documenso"  # ids of envelopes are random, and unique everywhere
        for kind in ("TEMPLATE", "DOCUMENT"):
            for row in self._each(team_id, kind):
                self._take(row)

    def _team(self, wanted: str) -> int:
        try:
            teams = self.database.rows(TEAMS)
            self.database.rows('select id from "Envelope" limit 0')
        except psycopg.errors.UndefinedTable:
            stop(OLD)
        found = [t for t in teams if not wanted or t["url"] == wanted]
        if len(found) != 1:
            told = [f"  --team {t['url']}   {t['name']}" for t in teams]
            stop("Choose one of the teams in this database:", *told)
        return int(found[0]["id"])

    def _each(self, team_id: int, kind: str) -> Iterator[dict[str, Any]]:
        after: tuple[object, str] = BEGINNING
        while rows := self.database.rows(ENVELOPES, team_id, kind, *after):
            yield from rows
            after = (rows[-1]["createdAt"], rows[-1]["id"])

    def _take(self, row: dict[str, Any]) -> None:
        kind = "template" if row["type"] == "TEMPLATE" else "document"
        id, name = row["id"], line(row["title"], 200)
        if self.run.is_there(kind, id):
            return
        if row["deletedAt"]:
            self.run.report.pass_over(kind, id, name, "it is deleted there")
        elif kind == "document" and row["status"] == "COMPLETED":
            self._completed(row, id, name)
        elif kind == "template" or (self.drafts and row["status"] in ("DRAFT", "PENDING")):
            self._draft(row, kind, id, name)
        else:
            self.run.report.pass_over(kind, id, name, f"not completed: {row['status'].lower()}")

    def _draft(self, row: dict[str, Any], kind: str, id: str, name: str) -> None:
        stored: dict[str, bytes] = {}
        sizes: dict[str, tuple[str, PageSizes]] = {}
        warned = []
        items = self.database.rows(ITEMS, id)
        for n, item in enumerate(items):
            try:
                data = self._read(item)
            except FileUnreadable as why:
                warned.append(f"{item['title']}: {why}")
                continue
            stored[f"documents/{n}.pdf"] = data
            sizes[item["id"]] = (f"documents/{n}.pdf", self.run.pages(data))
        rows = self.database.rows(FIELDS, id)
        recipients = self.database.rows(RECIPIENTS, id)
        made = envelope.draft(row, items, recipients, rows, sizes)
        member = "templates" if kind == "template" else "envelopes"
        left = [*warned, *made.left_out]
        self.run.take(member, kind, id, name, made.item, stored, left)

    def _completed(self, row: dict[str, Any], id: str, name: str) -> None:
        """The certificate is a part of each signed PDF."""
        stored: dict[str, bytes] = {}
        files, problems = [], []
        for n, item in enumerate(self.database.rows(ITEMS, id)):
            try:
                stored[f"records/{n}.pdf"] = self._read(item)
            except FileUnreadable as why:
                problems.append(f"{item['title']}: {why}")
                continue
            title = line(item["title"], 290) or "Document"
            title = title if title.lower().endswith(".pdf") else f"{title}.pdf"
            files.append({"kind": "document", "name": title, "file": f"records/{n}.pdf"})
        if problems or not files:
            self.run.report.pass_over("document", id, name, *(problems or ["it has no files"]))
            return
        stored["records/events.json"] = self._log(id)
        files.append({"kind": "trail", "name": "events.json", "file": "records/events.json"})
        item = envelope.record(row, self.database.rows(RECIPIENTS, id), files)
        self.run.take("archived_records", "document", id, name, item, stored, [])

    def _read(self, item: dict[str, Any]) -> bytes:
        """From the row itself, or from the bucket. Raises FileUnreadable."""
        match item["type"]:
            case "BYTES_64":
                try:
                    data = base64.b64decode(item["data"], validate=True)
                except (binascii.Error, ValueError):
                    raise FileUnreadable("its row is damaged") from None
            case "BYTES":
                data = str(item["data"]).encode()
            case "S3_PATH":
                data = self.files.read(item["data"])
            case other:
                raise FileUnreadable(f"it is stored as {other}, which is not known")
        if not data.startswith(b"%PDF-"):
            raise FileUnreadable("its file is no PDF")
        return data

    def _log(self, id: str) -> bytes:
        events = [
            row | {"createdAt": written(row["createdAt"])} for row in self.database.rows(LOG, id)
        ]
        told = {"source": envelope.PRODUCT, "envelope": id, "events": events}
        return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
