"""Files in the object store: encrypted in chunks, stored and read some MB at a time."""

import hashlib
import subprocess
import sys
from pathlib import Path

import obstore
import pytest

from core.documents.refusals import FileMissing, NotStored
from deploy.console import ROOT
from tenants.encryption.header import Header, read
from tenants.encryption.keys import CHUNK, Key, Undecryptable
from tenants.files.object_store import PART, WINDOW, Objects

KEY = Key(bytes(32))
HUNDRED_MB = """
import hashlib, resource, sys
from tenants.encryption.keys import Key
from tenants.files.object_store import Objects

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

def pieces():
    for number in range(100):
        yield bytes([number]) * 1_000_000

objects, key = Objects(sys.argv[1]), Key(bytes(32))
objects.put("small", b"what is loaded once is loaded now", key)
objects.get("small", key)
before, hashed = peak(), hashlib.sha256()
objects.put_stream("large", pieces(), key)
stored = peak()
for part in objects.get_stream("large", key):
    hashed.update(part)
print(stored - before, peak() - before, hashed.hexdigest())
"""


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return Objects(f"file://{tmp_path}")


@pytest.mark.parametrize("size", [0, 1, CHUNK, PART - 100, PART, WINDOW + 1, 3 * PART + 7])
def test_a_file_of_any_size_comes_back(objects: Objects, size: int) -> None:
    data = b"0123456789" * (size // 10) + b"x" * (size % 10)

    objects.put_stream("folder/name", (data[: size // 2], data[size // 2 :]), KEY)

    assert objects.get("folder/name", KEY) == data
    stored = obstore.get(objects._store, "folder/name").bytes()
    assert read(bytes(stored)[:15]) == Header(KEY.id, CHUNK)


def test_a_file_in_the_place_of_another_is_refused(objects: Objects) -> None:
    objects.put("one", b"one", KEY)
    obstore.copy(objects._store, "one", "two")

    with pytest.raises(Undecryptable):
        objects.get("two", KEY)


def test_a_missing_file_is_said_to_be_missing_before_anything_is_read(objects: Objects) -> None:
    with pytest.raises(FileMissing):
        objects.get_stream("nowhere", KEY)


def test_a_file_whose_source_breaks_off_is_not_there(objects: Objects) -> None:
    def broken() -> object:
        yield bytes(3 * PART)
        raise OSError

    with pytest.raises(NotStored):
        objects.put_stream("half", broken(), KEY)  # type: ignore[arg-type]

    with pytest.raises(FileMissing):
        objects.get("half", KEY)


def test_a_hundred_megabytes_are_stored_and_read_in_a_few(tmp_path: Path) -> None:
    expected = hashlib.sha256()
    for number in range(100):
        expected.update(bytes([number]) * 1_000_000)

    finished = subprocess.run(
        [sys.executable, "-c", HUNDRED_MB, f"file://{tmp_path}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    storing, reading, digest = finished.stdout.split()
    assert digest == expected.hexdigest()
    assert int(storing) < 60_000_000
    assert int(reading) < 60_000_000
