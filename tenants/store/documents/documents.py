"""What documents hold for intake alone; all else of them is a part of their envelope."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.documents import edited_page
from core.documents.edited_page import EditedPage
from tenants.store.rows import Rows

WITHOUT_GAP = """
    select count(*) as pages from (
        select number, row_number() over (order by number) as place from page_images
        where document_id = %s and width = %s) as drawn
    where number = place
"""


class Documents:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def original(self, document_id: UUID) -> tuple[str, str | None, UUID]:
        """
        The SHA-256 of the uploaded file, the password it was given, and whose files it has.

        Raises NotFound.
        """
        row = self._rows.one(
            "select original_sha256, password, files_id from documents where id = %s", document_id
        )
        password = None
        if row["password"] is not None:
            password = self._rows.key.decrypt(row["password"], f"password:{document_id}").decode()
        return row["original_sha256"], password, row["files_id"]

    def is_of_template(self, document_id: UUID) -> bool:
        row = self._rows.one(
            "select e.content_of from documents d join envelopes e"
            " on (e.organization_id, e.id) = (d.organization_id, d.envelope_id)"
            " where d.id = %s",
            document_id,
        )
        return row["content_of"] is not None

    def page_edits(self, document_id: UUID) -> tuple[EditedPage, ...]:
        """None if its pages are those of its file. Raises NotFound."""
        row = self._rows.one("select page_edits from documents where id = %s", document_id)
        return edited_page.read(row["page_edits"])

    def canonical(self, document_id: UUID) -> tuple[str, UUID]:
        """The SHA-256 of the canonical version, and whose files it has. Raises NotFound."""
        row = self._rows.one(
            "select canonical_sha256, files_id from documents where id = %s", document_id
        )
        return row["canonical_sha256"], row["files_id"]

    def in_use(self, files_ids: Iterable[UUID]) -> set[UUID]:
        """Those whose files some document still has, that is not erased."""
        rows = self._rows.all(
            "select distinct d.files_id from documents d join envelopes e"
            " on (e.organization_id, e.id) = (d.organization_id, d.envelope_id)"
            " where d.files_id = any(%s) and e.erased_at is null",
            list(files_ids),
        )
        return {row["files_id"] for row in rows}

    def copy_found_fields(
        self, envelope_id: UUID, copies: Mapping[UUID, UUID], people: Mapping[UUID, UUID]
    ) -> None:
        """What the files brought along, to other documents and recipients: by those copied."""
        self._rows.change(
            envelope_id,
            "with people as (select * from unnest(%s::text[], %s::text[]) as p (source, copy))"
            " update documents d set found = (select coalesce(jsonb_agg("
            " case when f ? 'recipients' then jsonb_set(f, '{recipients}',"
            " (select coalesce(jsonb_agg(p.copy order by p.copy), '[]') from people p"
            " where f -> 'recipients' ? p.source)) else f end order by n), '[]')"
            " from jsonb_array_elements(s.found) with ordinality as found (f, n))"
            " from unnest(%s::uuid[], %s::uuid[]) as c (source, copy)"
            " join documents s on s.id = c.source where d.id = c.copy",
            *([str(id) for id in people], [str(id) for id in people.values()]),
            *(list(copies), list(copies.values())),
        )

    def sealed(self, document_id: UUID) -> str:
        """The SHA-256 of the sealed document; "" before it is sealed. Raises NotFound."""
        row = self._rows.one("select sealed_sha256 from documents where id = %s", document_id)
        return str(row["sealed_sha256"])

    def is_there(self, document_id: UUID) -> bool:
        """Whether it was neither removed nor erased."""
        found = self._rows.one_or_none(
            "select from documents d join envelopes e"
            " on (e.organization_id, e.id) = (d.organization_id, d.envelope_id)"
            " where d.id = %s and e.erased_at is null",
            document_id,
        )
        return found is not None

    def pages_without_gap(self, document_id: UUID, width: int) -> int:
        """How many pages, counted from the first, have their image at this width."""
        return int(self._rows.one(WITHOUT_GAP, document_id, width)["pages"])

    def forget_password(self, envelope_id: UUID, document_id: UUID) -> None:
        self._rows.change(
            envelope_id, "update documents set password = null where id = %s", document_id
        )

    def set_found_fields(
        self, envelope_id: UUID, document_id: UUID, found: list[dict[str, Any]]
    ) -> None:
        """The form fields that the file brought along."""
        self._rows.change(
            envelope_id,
            "update documents set found = %s where id = %s",
            *(Jsonb(found), document_id),
        )

    def forget_found_fields(self, envelope_id: UUID) -> None:
        """Of all documents: no one places fields any more, and forms came with people's values."""
        self._rows.change(
            envelope_id,
            "update documents set found = '[]' where envelope_id = %s and found <> '[]'",
            envelope_id,
        )

    def erase_intake(self, envelope_id: UUID) -> None:
        """What intake has kept of all documents of an envelope."""
        self._rows.change(
            envelope_id,
            "update documents set password = null, merge_values = null, found = '[]'"
            " where envelope_id = %s",
            envelope_id,
        )

    def keep_values(self, envelope_id: UUID, document_id: UUID, values: Mapping[str, str]) -> None:
        """Of the merge fields of a document: what people typed, so encrypted."""
        sealed = self._rows.key.encrypt(json.dumps(values).encode(), f"values:{document_id}")
        self._rows.change(
            envelope_id,
            "update documents set merge_values = %s where id = %s",
            *(sealed, document_id),
        )

    def merge_values(self, document_ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
        """By the document; of one that has none yet, none."""
        rows = self._rows.all(
            "select id, merge_values from documents"
            " where id = any(%s) and merge_values is not null",
            list(document_ids),
        )
        key = self._rows.key
        return {
            row["id"]: json.loads(key.decrypt(row["merge_values"], f"values:{row['id']}"))
            for row in rows
        }

    def keep_password(self, envelope_id: UUID, document_id: UUID, sealed: bytes) -> None:
        """Encrypted, until intake has tried it."""
        self._rows.change(
            envelope_id,
            "update documents set password = %s where id = %s",
            *(sealed, document_id),
        )

    def all_found_fields(self, envelope_id: UUID) -> dict[UUID, list[dict[str, Any]]]:
        """What the files brought along or ask for and no one accepted yet, by document."""
        rows = self._rows.all(
            "select id, found from documents where envelope_id = %s and found <> '[]'", envelope_id
        )
        return {row["id"]: row["found"] for row in rows}
