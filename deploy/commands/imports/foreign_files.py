"""The files of another product, where it keeps them: a folder, or a bucket. They are only read."""

import re
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import from_url

from deploy.console import stop

KEY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._/ ()+@=,-]{0,900}$")
LIMIT = 100_000_000  # bytes, as of every document


class FileUnreadable(Exception):
    """It is not there, or larger than a document may be; the message says which."""


class ForeignFiles:
    """`place` is a path or an address such as s3://bucket/folder; credentials as of AWS tools."""

    def __init__(self, place: str) -> None:
        self.is_folder = "://" not in place or place.startswith("file://")
        if self.is_folder:
            folder = Path(place.removeprefix("file://")).resolve()
            if not folder.is_dir():
                stop(f"There is no folder {folder}.")
            self._store = from_url(folder.as_uri())
            return
        self._store = from_url(place)

    def read(self, key: str) -> bytes:
        """Raises FileUnreadable."""
        if not KEY.match(key) or ".." in key.split("/"):
            raise FileUnreadable("its name is none that a file can have")
        try:
            found = obstore.get(self._store, key)
            if found.meta["size"] > LIMIT:
                raise FileUnreadable("it is larger than 100 MB")
            return bytes(found.bytes())
        except (OSError, BaseError):
            raise FileUnreadable("its file is not there") from None
