import zipfile
from pathlib import Path

from tenants.files.resumable_zip import ZipParts
from tests.tenants.conftest import NOW

FOUR_GB = 4_294_967_296


def test_beyond_four_gigabytes_it_is_still_one_zip(tmp_path: Path) -> None:
    first, second = ZipParts(0, NOW), ZipParts(FOUR_GB + 1_000, NOW)
    entries = [first.add("first.txt", b"first" * 100)]
    begun = first.pause()
    second.add("second.pdf", b"second", zipfile.ZIP_STORED)
    with (tmp_path / "large.zip").open("wb") as file:
        file.write(begun)
        # A hole, which takes no room on the disk.
        file.seek(FOUR_GB + 1_000)
        file.write(second.end(entries))

    with zipfile.ZipFile(tmp_path / "large.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["first.txt", "second.pdf"]
        assert archive.read("first.txt") == b"first" * 100
        assert archive.getinfo("second.pdf").header_offset == FOUR_GB + 1_000
