"""
Several images in one file, each byte for byte as it came: a ZIP archive that compresses nothing.

Its first member says what it is. Of each image its name is kept after its number, and how many
pages it has in the comment of its member. The same images give the same bytes.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

MEDIA_TYPE = "application/vnd.countersign.images+zip"
NAME_LIMIT = 200
DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class BundledFile:
    """`pages` as they were when it was put in, 1 where no one said."""

    name: str
    size: int
    pages: int
    _archive: zipfile.ZipFile
    _member: zipfile.ZipInfo

    def pieces(self) -> Iterator[bytes]:
        with self._archive.open(self._member) as stored:
            while piece := stored.read(1 << 18):
                yield piece

    def data(self) -> bytes:
        return self._archive.read(self._member)


def write(to: IO[bytes], images: Iterable[tuple[str, int, Iterable[bytes]]]) -> None:
    """Each by its name, its pages and its bytes."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", DATE), MEDIA_TYPE)
        for number, (name, pages, pieces) in enumerate(images, 1):
            member = zipfile.ZipInfo(f"{number} {name.replace('/', ' ')}", DATE)
            member.comment = str(pages).encode()
            with archive.open(member, "w") as stored:
                for piece in pieces:
                    stored.write(piece)


def files(bundle: IO[bytes]) -> tuple[BundledFile, ...]:
    """In their order. Raises zipfile.BadZipFile."""
    archive = zipfile.ZipFile(bundle)
    members = [member for member in archive.infolist() if member.filename != "mimetype"]
    return tuple(
        BundledFile(
            _name(member.filename),
            member.file_size,
            _pages(member),
            archive,
            member,
        )
        for member in members
    )


def _name(written: str) -> str:
    """Without its number."""
    name = "".join(c for c in written.partition(" ")[2] if c.isprintable())
    return name[:NAME_LIMIT].strip() or "image"


def _pages(member: zipfile.ZipInfo) -> int:
    said = member.comment.decode("ascii", "replace")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 4 else 1
