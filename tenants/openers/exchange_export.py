"""Exporting an archive: one short transaction, then the files, a piece at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from core.refusals import NotFound
from tenants.encryption.keys import Undecryptable
from tenants.exchange import archive_writer
from tenants.exchange.archive_writer import WrongFile
from tenants.installation import Organization
from tenants.openers.document_upload import Uploader
from tenants.use_cases.exchange import exporting
from tenants.use_cases.exchange.exporting import ExportPlan
from tenants.use_cases.exchange.leaving_file import LeavingFile


def export(
    uploader: Uploader,
    now: datetime,
    *,
    template_ids: Sequence[UUID] = (),
    envelope_ids: Sequence[UUID] = (),
    record_ids: Sequence[UUID] = (),
) -> Iterator[bytes]:
    """The ZIP. Raises at once what exporting.read raises."""
    with uploader.transaction() as tx:
        plan = exporting.read(
            *(tx, now),
            template_ids=template_ids,
            envelope_ids=envelope_ids,
            record_ids=record_ids,
        )
    return _pieces(uploader.organization, plan, now)


def _pieces(organization: Organization, plan: ExportPlan, now: datetime) -> Iterator[bytes]:
    files = [(f.path, f.sha256, partial(_read, organization, f)) for f in plan.files]
    try:
        yield from archive_writer.pieces(plan.exchange, files, now)
    except (NotFound, Undecryptable, WrongFile):
        # Erased meanwhile, or changed: the download breaks off, and the browser says so.
        raise ConnectionAbortedError from None


def _read(organization: Organization, file: LeavingFile) -> Iterator[bytes]:
    return iter([file.data]) if file.data else organization.get_stream(file.object)
