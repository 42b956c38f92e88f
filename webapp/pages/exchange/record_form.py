"""The form for one completed document from elsewhere: read into what an archive would say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from werkzeug.datastructures import FileStorage, MultiDict

from core.archived_records.archived_record import NAME_LIMIT
from core.documents.document import BYTES_LIMIT
from core.documents.refusals import FileTooLarge
from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line
from tenants.exchange.archive_models import ArchivedFile, Exchange
from tenants.exchange.record_models import ExchangedParty, NamedRecord, RecordedFile
from tenants.files import incoming_file
from tenants.files.incoming_file import IncomingFile
from tenants.use_cases.documents.draft_uploads import file_name

NO_FILE = sentence("Choose a file.")
NO_NAME = sentence("Enter a name of up to 300 characters.")
NO_SOURCE = sentence("Enter where it was completed, in up to 60 characters.")
NO_DAY = sentence("Enter a day, such as 2025-03-04, or leave it empty.")


@dataclass(slots=True)
class UploadedRecord:
    exchange: Exchange
    files: dict[str, IncomingFile] = field(default_factory=dict)

    def open(self, path: str) -> IncomingFile:
        return self.files[path]


def bundle(form: Mapping[str, str], files: "MultiDict[str, FileStorage]") -> UploadedRecord:
    """Raises Invalid with all that is wrong, FileTooLarge."""
    wrong: dict[str, str] = {}
    name, source = cleaned(form.get("name", "")), cleaned(form.get("source", ""))
    uploads = [
        (kind, f)
        for kind, part in (("document", "file"), ("certificate", "certificate"))
        for f in files.getlist(part)
        if f.filename
    ]
    if not any(kind == "document" for kind, _ in uploads):
        wrong["file"] = NO_FILE
    if not name or len(name) > NAME_LIMIT or not is_line(name):
        wrong["name"] = NO_NAME
    if not source or len(source) > 60 or not is_line(source):
        wrong["source"] = NO_SOURCE
    completed = _day(form.get("completed_on", ""), wrong)
    if wrong:
        raise Invalid(**wrong)
    stored: dict[str, IncomingFile] = {}
    said = []
    for n, (kind, upload) in enumerate(uploads):
        data = incoming_file.of(upload.stream)
        if data.size > BYTES_LIMIT:
            raise FileTooLarge
        if not data.size:
            raise Invalid(**{"file" if kind == "document" else kind: NO_FILE})
        stored[f"files/{n}"] = data
        said.append((kind, file_name(upload.filename or ""), f"files/{n}"))
    record = NamedRecord(
        name=name,
        source=source,
        completed_at=completed,
        parties=[ExchangedParty(name=each) for each in _parties(form.get("parties", ""))],
        files=[
            RecordedFile.model_validate({"kind": k, "name": n, "file": path}) for k, n, path in said
        ],
    )
    listed = [ArchivedFile(path=p, sha256=d.sha256, size=d.size) for p, d in stored.items()]
    exchange = Exchange(
        format="countersign-exchange", version=1, archived_records=[record], files=listed
    )
    return UploadedRecord(exchange, stored)


def _day(text: str, wrong: dict[str, str]) -> datetime | None:
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        wrong["completed_on"] = NO_DAY
        return None


def _parties(text: str) -> list[str]:
    """One per line."""
    return [line[:NAME_LIMIT] for line in map(cleaned, text.splitlines()) if line][:200]
