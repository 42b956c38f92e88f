"""A disk without space: said in a sentence, and nothing counts as kept that is not."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.documents.refusals import NotStored
from tenants.encryption.keys import Key
from tenants.files.object_store import Objects

KEY = Key(bytes(range(32)))


@pytest.fixture
def tiny() -> Iterator[Path]:
    """A file system of one megabyte."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    with tempfile.TemporaryDirectory(prefix="tiny") as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            pytest.skip("no file system can be mounted here")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def test_what_does_not_fit_is_refused_and_nothing_of_it_is_left(tiny: Path) -> None:
    objects = Objects(f"file://{tiny}/objects")
    objects.put("organization/small", b"fits", KEY)

    with pytest.raises(NotStored):
        objects.put("organization/large", os.urandom(2_000_000), KEY)

    assert objects.get("organization/small", KEY) == b"fits"
    assert objects.names_below("organization") == ["organization/small"]


def assert_refused_in_one_sentence(disk: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-m", "deploy.cli", "up"],
        env=dict(os.environ) | {"COUNTERSIGN_DATA": str(disk / "data")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert started.returncode == 1
    assert started.stderr.count("\n") == 1
    assert "Free some space, then try again." in started.stderr


def test_a_start_on_a_full_disk_is_refused_in_one_sentence(tiny: Path) -> None:
    assert_refused_in_one_sentence(tiny)


def test_a_disk_that_is_full_to_the_last_byte_is_one_sentence_too(tiny: Path) -> None:
    with pytest.raises(OSError), (tiny / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))
    assert_refused_in_one_sentence(tiny)
