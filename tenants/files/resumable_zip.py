"""A ZIP written in several sittings, each of which gives the next bytes of it."""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

STREAMED = 0x08  # sizes follow the bytes, as in every file that was written without going back


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """A file in the ZIP; `position` is its first byte, `sha256` that of its contents."""

    position: int
    name: str
    sha256: str
    crc: int
    size: int
    packed_size: int
    method: int


class ZipParts:
    """One sitting, which begins where the last one ended: at byte `begin` of the ZIP."""

    def __init__(self, begin: int, at: datetime) -> None:
        self._out = _Outlet(begin)
        self._zip = zipfile.ZipFile(self._out, "w")
        self._at = (*at.timetuple()[:5], at.second // 2 * 2)

    @property
    def waiting(self) -> int:
        """How many bytes `end` or `pause` will give at least."""
        return len(self._out.written)

    def add(self, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> ZipEntry:
        info = self._info(name, method)
        self._zip.writestr(info, data)
        return ZipEntry(
            position=info.header_offset,
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            crc=info.CRC,
            size=info.file_size,
            packed_size=info.compress_size,
            method=method,
        )

    def pause(self) -> bytes:
        """What was written in this sitting, which is not the last one."""
        data = bytes(self._out.written)
        self._out.deaf = True
        self._zip.close()
        return data

    def end(self, earlier: Iterable[ZipEntry]) -> bytes:
        """The same with the table of contents: of all sittings before, and of this one."""
        self._zip.filelist[:0] = [self._known(entry) for entry in earlier]
        self._zip.close()
        return bytes(self._out.written)

    def _known(self, entry: ZipEntry) -> zipfile.ZipInfo:
        info = self._info(entry.name, entry.method)
        info.header_offset = entry.position
        info.flag_bits = STREAMED
        info.CRC, info.file_size = entry.crc, entry.size
        info.compress_size = entry.packed_size
        return info

    def _info(self, name: str, method: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._at)
        info.compress_type = method
        info.external_attr = 0o644 << 16
        return info


class _Outlet(io.RawIOBase):
    """A stream that only goes forward, and counts from where it begins."""

    def __init__(self, begin: int) -> None:
        self._begin = begin
        self.written = bytearray()
        self.deaf = False

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._begin + len(self.written)

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if not self.deaf:
            self.written += data
        return len(data)
