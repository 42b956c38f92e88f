"""A file on its way into an archive: where it lies, and what it is called there."""

import hashlib
import re
from dataclasses import dataclass

ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


@dataclass(frozen=True, slots=True)
class LeavingFile:
    """`object` is its name in the object store, or `data` are its bytes."""

    path: str
    sha256: str
    object: str = ""
    data: bytes = b""


def named(folder: str, name: str, sha256: str, object: str, data: bytes = b"") -> LeavingFile:
    """Called by what it says, with the ending of its name: the same file is there once."""
    if data:
        sha256 = hashlib.sha256(data).hexdigest()
    ending = ENDING.search(name)
    path = f"{folder}/{sha256}{ending[0].lower() if ending else ''}"
    return LeavingFile(path, sha256, object, data)
