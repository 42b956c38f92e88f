"""
An archive that came: a ZIP that is never unpacked to a disk. Nothing in it decides where a file
lies, how large it gets or what it is called here.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Protocol

from core.documents.document import BYTES_LIMIT
from core.exchange.refusals import ExchangeInvalid, ExchangeTooLarge, NotAnExchange
from tenants.exchange import exchange_problems
from tenants.exchange.archive_models import FILES_LIMIT, Exchange
from tenants.exchange.exchange_problems import Problem, problem
from tenants.files import incoming_file
from tenants.files.incoming_file import IncomingFile

MANIFEST = "countersign.json"
MANIFEST_LIMIT = 30_000_000
UNPACKED_LIMIT = 2_000_000_000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNSAFE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\\|\0")
ENCRYPTED = 0x1
# Where a ZIP ends: a record of 22 bytes, which holds the size of the table, and a comment.
END, END_SEARCHED = b"PK\x05\x06", 22 + 0xFFFF
TABLE_LIMIT = 4_000_000
BROKEN = (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Bundle(Protocol):
    """Things to be imported, and the files that they name."""

    @property
    def exchange(self) -> Exchange: ...

    def open(self, path: str) -> IncomingFile: ...


@dataclass(frozen=True, slots=True)
class ExchangeArchive:
    """An archive whose every file has the size and hash that it says."""

    exchange: Exchange
    zip: zipfile.ZipFile

    def open(self, path: str) -> IncomingFile:
        """To be read before the next one is opened."""
        return incoming_file.of(self.zip.open(path))


def read(stream: IO[bytes]) -> ExchangeArchive:
    """
    `stream` can be read from any place.

    Raises NotAnExchange, ExchangeVersionUnknown, ExchangeTooLarge, ExchangeInvalid.
    """
    _check_contents_table(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except BROKEN:
        raise NotAnExchange from None
    entries = archive.infolist()
    if len(entries) > FILES_LIMIT + 1 or sum(e.file_size for e in entries) > UNPACKED_LIMIT:
        raise ExchangeTooLarge
    exchange = exchange_problems.read(_manifest(archive))
    if wrong := [*_entries(exchange, entries)]:
        raise ExchangeInvalid(wrong)
    if wrong := [*_contents(exchange, archive)]:
        raise ExchangeInvalid(wrong)
    return ExchangeArchive(exchange, archive)


def _check_contents_table(stream: IO[bytes]) -> None:
    """Its size, before it is read whole: it may be all that there is in a large file."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - END_SEARCHED))
    end = stream.read()
    at = end.rfind(END)
    if at < 0 or len(end) < at + 22:
        raise NotAnExchange
    if int.from_bytes(end[at + 12 : at + 16], "little") > TABLE_LIMIT:
        raise ExchangeTooLarge


def _manifest(archive: zipfile.ZipFile) -> bytes:
    try:
        entry = archive.getinfo(MANIFEST)
        if entry.file_size > MANIFEST_LIMIT:
            raise ExchangeTooLarge
        with archive.open(entry) as file:
            return file.read(MANIFEST_LIMIT)
    except (KeyError, zlib.error, *BROKEN):
        raise NotAnExchange from None


def _entries(exchange: Exchange, entries: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    """What the table of contents says, before anything is unpacked."""
    listed = {file.path: file for file in exchange.files}
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if why := _unsafe(entry):
            yield _of(name, why)
        elif name in seen:
            yield _of(name, "It is in the ZIP twice.")
        elif name != MANIFEST and not entry.is_dir() and name not in listed:
            yield _of(name, "It is not in “files”.")
        seen.add(name)
    for n, file in enumerate(exchange.files):
        if file.path not in seen:
            yield problem(("files", n), f"“{file.path}” is not in the ZIP.", "file_missing")
        elif file.size > BYTES_LIMIT:
            yield problem(("files", n, "size"), "A file may have up to 100 MB.", "file_too_large")
        elif not file.size:
            yield problem(("files", n, "size"), "This file is empty.", "empty_file")


def _unsafe(entry: zipfile.ZipInfo) -> str:
    if UNSAFE.search(entry.orig_filename) or UNSAFE.search(entry.filename):
        return "Its name leads out of the archive."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "It is a link, not a file."
    if entry.flag_bits & ENCRYPTED:
        return "It is encrypted."
    if entry.compress_type not in METHODS:
        return "It is packed in a way that is not read here: use deflate."
    return ""


def _contents(exchange: Exchange, archive: zipfile.ZipFile) -> Iterator[Problem]:
    """Each file is read once, a piece at a time, and no further than it says it is long."""
    for n, file in enumerate(exchange.files):
        entry = archive.getinfo(file.path)
        if entry.file_size != file.size:
            yield problem(("files", n, "size"), "The file in the ZIP has another size.")
            continue
        try:
            with archive.open(entry) as stream:
                found = incoming_file.of(stream).sha256
        except (*BROKEN, zlib.error):
            yield problem(("files", n), "The file in the ZIP is damaged.", "damaged_file")
            continue
        if found != file.sha256:
            yield problem(
                ("files", n, "sha256"), "The file in the ZIP has another hash.", "wrong_hash"
            )


def _of(name: str, why: str) -> Problem:
    return {"pointer": "", "code": "zip_entry", "detail": f"“{name[:200]}”: {why}"}
