"""Which stored files a row names: these are never thrown away."""

from collections.abc import Iterable
from uuid import UUID

from tenants.store.rows import Rows

SEALED = "select object as name from sealed_files where object = any(%s)"
# Of what the scanner found infected only the row stays.
ORIGINALS = """
    select distinct 'originals/' || d.files_id || '/' || d.original_sha256 as name from documents d
    join envelopes e on (e.organization_id, e.id) = (d.organization_id, d.envelope_id)
    where d.files_id = any(%s) and e.erased_at is null
        and not (d.status = 'rejected' and d.reason = 'virus_found')
"""
IMAGES = """
    select distinct 'pages/' || d.files_id || '/' || i.width || '/' || i.number as name
    from page_images i
    join documents d on (d.organization_id, d.id) = (i.organization_id, i.document_id)
    join envelopes e on (e.organization_id, e.id) = (d.organization_id, d.envelope_id)
    where d.files_id = any(%s) and e.erased_at is null
"""
# Canonical versions are stored by what they say: several documents may have the same.
CANONICAL = """
    select distinct 'canonical/' || d.canonical_sha256 as name from documents d
    join envelopes e on (e.organization_id, e.id) = (d.organization_id, d.envelope_id)
    where d.canonical_sha256 = any(%s) and e.erased_at is null
"""
ATTACHMENTS = """
    select 'attachments/' || a.envelope_id || '/' || a.id as name from attachments a
    join envelopes e on (e.organization_id, e.id) = (a.organization_id, a.envelope_id)
    where a.id = any(%s) and a.state <> 'refused' and e.erased_at is null
"""
ARCHIVED = "select object as name from archived_files where object = any(%s)"
VALUES = "select object as name from value_exports where object = any(%s)"


def named(rows: Rows, names: Iterable[str]) -> set[str]:
    """Those of these files that a row names. Of uploads no one waits for there are no rows."""
    parts = [name.split("/") for name in names]
    below = {first: [p for p in parts if p[0] == first] for first in {p[0] for p in parts}}
    found: set[str] = set()
    if sealed := below.get("sealed"):
        found |= _found(rows, SEALED, ["/".join(part) for part in sealed])
    if originals := below.get("originals"):
        found |= _found(rows, ORIGINALS, _ids(originals))
    if images := below.get("pages"):
        found |= _found(rows, IMAGES, _ids(images))
    if canonical := below.get("canonical"):
        found |= _found(rows, CANONICAL, [part[-1] for part in canonical])
    if attached := below.get("attachments"):
        ids = [UUID(part[-1]) for part in attached]
        found |= _found(rows, ATTACHMENTS, ids)
    if archived := below.get("archived"):
        found |= _found(rows, ARCHIVED, ["/".join(part) for part in archived])
    if values := below.get("exports"):
        found |= _found(rows, VALUES, ["/".join(part) for part in values])
    return found


def _found(rows: Rows, query: str, wanted: list[str] | list[UUID]) -> set[str]:
    return {row["name"] for row in rows.all(query, wanted)}


def _ids(parts: list[list[str]]) -> list[UUID]:
    return list({UUID(part[1]) for part in parts})
