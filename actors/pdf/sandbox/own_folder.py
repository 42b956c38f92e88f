"""A folder for one child, in which it may write: made for it, measured, and deleted after it."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from actors.pdf.sandbox.answers import SetUpFault
from actors.pdf.sandbox.limits import NOBODY
from actors.pdf.sandbox.protocol import LONGEST_FOLDER

PREFIX = "countersign-child-"
OTHERS = ("/var/tmp", "/tmp")  # noqa: S108 - the folder itself is private
MOST_FILES, MOST_BYTES = 2_000, 400_000_000
"""Of all files that are in it at one time. LibreOffice writes some 30 for a usual document."""

BLOCK = 512  # bytes, as stat(2) counts
LEFT_BEHIND = 3_600.0  # seconds after which no child can be at work in it any more


@contextmanager
def made() -> Iterator[str]:
    """An empty folder that no one but its child, and we, can look into. Raises SetUpFault."""
    folder = _made_in(_place())
    try:
        yield folder
    finally:
        _delete(folder)


def check() -> None:
    """Whether there is a place for such folders. Raises SetUpFault."""
    with made():
        pass


def is_over_limit(folder: str) -> bool:
    """More files, or bytes on the disk, than a child may have at a time."""
    files = size = 0
    waiting = [folder]
    while waiting:
        try:
            for entry in _entries(waiting.pop()):
                files += 1
                if files > MOST_FILES:
                    return True
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                with suppress(FileNotFoundError):
                    size += entry.stat(follow_symlinks=False).st_blocks * BLOCK
        except OSError:  # it is hiding something
            return True
    return size > MOST_BYTES


def clear() -> None:
    """Delete what children of a worker that was killed have left behind."""
    for place in {tempfile.gettempdir(), *OTHERS}:
        for folder in Path(place).glob(f"{PREFIX}*"):
            with suppress(OSError):
                if time.time() - folder.stat().st_mtime > LEFT_BEHIND:
                    _delete(str(folder))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(islice(entries, MOST_FILES + 1))
    except FileNotFoundError:  # gone meanwhile
        return []


def _delete(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for inner, _, _ in os.walk(folder):  # what a child has made unreadable
        with suppress(OSError):
            Path(inner).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _place() -> str:
    """Where temporary files belong, or another place if the child could not go there.

    As root it is another user: a folder that is private to root is closed to it.
    """
    usual = tempfile.gettempdir()
    places = (usual, *OTHERS) if os.geteuid() == 0 else (usual,)
    for place in places:
        if len(place) < LONGEST_FOLDER - 50 and (os.geteuid() != 0 or _is_open(Path(place))):
            return place
    raise SetUpFault(
        f"The folder for temporary files, {usual}, cannot be used to convert documents: its path"
        " is too long, or users other than root cannot enter it. Set TMPDIR to another folder."
    )


def _made_in(place: str) -> str:
    try:
        folder = tempfile.mkdtemp(prefix=PREFIX, dir=place)
    except OSError as error:
        raise SetUpFault(
            f"No folder can be created in {place} to convert documents ({error.strerror}). Set"
            " TMPDIR to a folder that the worker can write to."
        ) from error
    if os.geteuid() == 0:
        with suppress(OSError):  # a root that may not: then it cannot become another user either
            os.chown(folder, NOBODY, NOBODY)
    return folder


def _is_open(folder: Path) -> bool:
    """Whether any user can go there."""
    try:
        return all(each.stat().st_mode & 0o001 for each in (folder, *folder.parents))
    except OSError:
        return False
