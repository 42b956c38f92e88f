"""The object store: files encrypted with their organization's key, on disk, S3, GCS or Azure."""

import math
import os
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

from core.documents.refusals import FileMissing, NotStored
from tenants.encryption.keys import Key

log = structlog.get_logger()

# Fetched at a time: short requests, so that no slow reader holds one open.
WINDOW = 4 * 1024 * 1024
# Sent at a time, and how many of them at once; no store elsewhere takes smaller parts. A disk takes
# any, and none waits for the one before.
PART = 5 * 1024 * 1024
DISK_PART = 1024 * 1024
AT_ONCE = 2


class Objects:
    """What lies under OBJECTS_URL. Never called while a transaction is open."""

    def __init__(self, url: str) -> None:
        self._folder = Path(unquote(urlsplit(url).path)) if url.startswith("file:") else None
        self._store = _open(url, self._folder)

    def put(self, name: str, data: bytes, key: Key) -> None:
        """As put_stream, at once."""
        self.put_stream(name, (data,), key)

    def put_stream(self, name: str, parts: Iterable[bytes], key: Key) -> None:
        """
        Durable when it returns. The name is part of what is authenticated.

        Some MB are in memory at a time, however large the file. Raises NotStored, when the disk is
        full for example: then nothing counts as kept.
        """
        size = PART if self._folder is None else DISK_PART
        sealed = _in_parts(key.encrypt_stream(parts, name), size)
        first = next(sealed)
        following = next(sealed, None)
        try:
            if following is None:
                obstore.put(self._store, name, first)
            else:
                everything = chain((first, following), sealed)
                obstore.put(self._store, name, everything, chunk_size=size, max_concurrency=AT_ONCE)
            if self._folder is not None:
                _sync(self._folder / name)
        except (OSError, BaseError) as error:
            log.error("a file could not be stored", error=type(error).__name__)
            raise NotStored from error

    def get(self, name: str, key: Key) -> bytes:
        """Raises FileMissing, or Undecryptable when it was tampered with."""
        return b"".join(self.get_stream(name, key))

    def get_stream(self, name: str, key: Key) -> Iterator[bytes]:
        """Some MB at a time. Raises FileMissing at once, Undecryptable maybe after some parts."""
        return key.decrypt_stream(self._windows(name), name)

    def _windows(self, name: str) -> Iterator[bytes]:
        try:
            first = obstore.get(self._store, name, options={"range": (0, WINDOW)})
            size = first.meta["size"]
            yield bytes(first.bytes())
            for start in range(WINDOW, size, WINDOW):
                end = min(start + WINDOW, size)
                yield bytes(obstore.get_range(self._store, name, start=start, end=end))
        except FileNotFoundError:
            raise FileMissing from None

    def delete(self, *names: str) -> None:
        """What is not there is deleted already."""
        for name in names:
            try:
                obstore.delete(self._store, name)
            except FileNotFoundError:
                continue

    def names_below(self, folder: str) -> list[str]:
        """Of every file in a folder, however deep."""
        found = obstore.list(self._store, folder)
        return [str(each["path"]) for some in found for each in some]

    def delete_below(self, folder: str, seconds: float = math.inf) -> bool:
        """Everything in a folder, however deep; False when the time was too short for all of it."""
        until = time.monotonic() + seconds
        for found in obstore.list(self._store, folder):
            self.delete(*(each["path"] for each in found))
            if time.monotonic() > until:
                return False
        return True


def _in_parts(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes, in pieces of this size or some more."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= size:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _open(url: str, folder: Path | None) -> ObjectStore:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return LocalStore(folder)
    return MemoryStore() if url.startswith("memory:") else from_url(url)


def _sync(path: Path) -> None:
    """LocalStore does not: fsync the file, then the folders that name it."""
    for each in (path, path.parent, path.parent.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
