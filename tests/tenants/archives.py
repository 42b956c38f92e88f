"""Archives of tests: written by an export, or by hand and then as wrong as a test wants them."""

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

from tenants.exchange import archive_reader
from tenants.member import Member
from tenants.openers import exchange_export, exchange_import
from tenants.use_cases.exchange.importing import ImportedItem
from tests.tenants.conftest import NOW

PDF = b"%PDF-1.7 a signed lease"
PATH = "documents/lease.pdf"


def exported(
    member: Member,
    templates: Sequence[UUID] = (),
    envelopes: Sequence[UUID] = (),
    records: Sequence[UUID] = (),
) -> bytes:
    return b"".join(
        exchange_export.export(
            *(member, NOW), template_ids=templates, envelope_ids=envelopes, record_ids=records
        )
    )


def imported(member: Member, data: bytes) -> list[ImportedItem]:
    return exchange_import.take_over(member, archive_reader.read(BytesIO(data)), NOW)


def manifest(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        found: dict[str, Any] = json.loads(archive.read("countersign.json"))
    return found


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {n: archive.read(n) for n in archive.namelist() if n != "countersign.json"}


def written(said: Mapping[str, Any], contents: Mapping[str, bytes]) -> bytes:
    """A ZIP with this countersign.json and these files, whatever they say of each other."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
        archive.writestr("countersign.json", json.dumps(said))
    return out.getvalue()


def record(**changes: Any) -> dict[str, Any]:
    whole = {
        "id": "17",
        "name": "Lease of Harbour Street",
        "source": "DocuSeal",
        "source_id": "17",
        "completed_at": "2025-03-04T05:06:07Z",
        "parties": [{"name": "Ana Ruiz", "email": "ana@example.com", "status": "completed"}],
        "files": [{"kind": "document", "name": "Lease.pdf", "file": PATH}],
    }
    return whole | changes


def template(**changes: Any) -> dict[str, Any]:
    field = {
        "kind": "signature", "recipients": [1], "page": 1, "x": 72, "y": 600,
        "width": 160, "height": 40,
    }  # fmt: skip
    whole = {
        "name": "Lease",
        "documents": [{"name": "Lease.pdf", "file": PATH}],
        "recipients": [{"role_name": "Tenant"}],
        "fields": [field],
    }
    return whole | changes


def exchange(data: bytes = PDF, **items: Any) -> dict[str, Any]:
    """One file, which is described as it is."""
    file = {"path": PATH, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    return {"format": "countersign-exchange", "version": 1, "files": [file]} | items


def of_record(**changes: Any) -> bytes:
    return written(exchange(archived_records=[record(**changes)]), {PATH: PDF})
