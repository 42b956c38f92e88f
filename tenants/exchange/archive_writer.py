"""An archive on its way out: written a file at a time, and never held as a whole."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from tenants.exchange.archive_models import ArchivedFile, Exchange
from tenants.exchange.archive_reader import MANIFEST

Read = Callable[[], Iterable[bytes]]
PACKED = (".json", ".html", ".md", ".txt")


class WrongFile(Exception):
    """A stored file is not the one that its row names: the archive breaks off."""


def pieces(
    exchange: Exchange, files: Iterable[tuple[str, str, Read]], at: datetime
) -> Iterator[bytes]:
    """
    `files`: the path, the SHA-256 and what reads it. countersign.json comes last, with their sizes.

    Raises WrongFile.
    """
    out = _ArchiveOutlet()
    listed: list[ArchivedFile] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, sha256, read in files:
            found, size = hashlib.sha256(), 0
            with archive.open(_entry(path, at), "w") as entry:
                for piece in read():
                    found.update(piece)
                    size += len(piece)
                    entry.write(piece)
                    yield out.take()
            if found.hexdigest() != sha256:
                raise WrongFile(path)
            listed.append(ArchivedFile(path=path, sha256=sha256, size=size))
        whole = exchange.model_copy(update={"files": listed})
        text = whole.model_dump_json(indent=1, exclude_defaults=True)
        archive.writestr(_entry(MANIFEST, at), text)
    yield out.take()


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith(PACKED) else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    return entry


class _ArchiveOutlet(io.RawIOBase):
    """What was written since it was last asked; nothing can be written again."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._written.append(piece)
        return len(piece)

    def take(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken
