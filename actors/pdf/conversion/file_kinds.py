"""What kind of file bytes are: told by their content, never by a name.

To be run in the sandbox: it opens archives.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from core.documents import image_bundle, merge_fields
from core.documents.refusals import (
    AmbiguousFile,
    DamagedFile,
    EmptyFile,
    EncryptedOfficeFile,
    TooComplex,
    UnknownKind,
)

PDF_HEADER, PDF_HEADER_WITHIN = b"%PDF-", 1024
IMAGES = {
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "tiff": (b"II*\0", b"MM\0*"),
    "gif": (b"GIF87a", b"GIF89a"),
    "bmp": (b"BM",),
}
OPEN_DOCUMENTS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE_OPEN = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = {"EncryptedPackage": "", "WordDocument": "doc", "Workbook": "xls"}
OLE_STREAMS |= {"PowerPoint Document": "ppt"}
OFFICE = {*OPEN_DOCUMENTS.values(), *OFFICE_OPEN.values(), *OLE_STREAMS.values(), "rtf"} - {""}
TYPED = ("html", "markdown")
COMBINED_IMAGES = "images"

MOST_MEMBERS, MOST_UNPACKED = 20_000, 400_000_000
"""Of an archive: files, and bytes of all of them unpacked."""

TYPED_LIMIT = 5_000_000
"""Bytes of a typed page: a novel has less than one million letters."""

HTML = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
LINKED = re.compile(rb"<Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>")
DRAWN = (b"/image", b"/oleObject", b"/attachedTemplate", b"/externalLink", b"/frame", b"/video")


@dataclass(frozen=True, slots=True)
class FileKind:
    """`name` is the usual ending of such files; `notes` what of it will not be used.

    `asked` are the merge fields of a typed page.
    """

    name: str
    notes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


def kind_of(data: bytes) -> FileKind:
    """Raises UnknownKind, EmptyFile, AmbiguousFile, DamagedFile, EncryptedOfficeFile, TooComplex.

    What begins as one kind and holds the header of a PDF where viewers look for it is neither.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyFile
    begins = next((name for name, marks in IMAGES.items() if data.startswith(marks)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        begins = "webp"
    packed = data.startswith(b"PK\x03\x04")
    head = data[: PDF_HEADER_WITHIN + len(PDF_HEADER)]
    if PDF_HEADER in head:
        text = HTML.match(head.decode("latin-1"))
        if begins or packed or text or data.startswith((OLE, b"{\\rtf")):
            raise AmbiguousFile
        return FileKind("pdf")
    if packed:
        return _packed(data)
    if data.startswith(OLE):
        return _old_office(data)
    if data.startswith(b"{\\rtf"):
        return FileKind("rtf", ("objects_left_out",) if b"\\objdata" in data else ())
    return FileKind(begins) if begins else _typed(data)


def _packed(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise TooComplex
            _check_unpacked(archive, members)
            return _office(archive, {member.filename for member in members})
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise DamagedFile from error
    except (KeyError, ValueError, RuntimeError) as error:  # a password, for one
        raise UnknownKind from error


def _check_unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpacks all of it piece by piece: what an archive says of its sizes may be a lie."""
    left = MOST_UNPACKED
    if sum(member.file_size for member in members) > left:
        raise TooComplex
    for member in members:
        with archive.open(member) as packed:
            while piece := packed.read(1 << 20):
                left -= len(piece)
                if left < 0:
                    raise TooComplex


def _office(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if "mimetype" in names:
        declared = archive.read("mimetype").decode("ascii", "replace").strip()
        if declared == image_bundle.MEDIA_TYPE:
            if any(member.compress_type for member in archive.infolist()):
                raise UnknownKind  # not by us: what it holds may be of any size
            return FileKind(COMBINED_IMAGES)
        kind = declared.removeprefix(OPEN_DOCUMENT).removesuffix("-template")
        if not declared.startswith(OPEN_DOCUMENT) or kind not in OPEN_DOCUMENTS:
            raise UnknownKind
        manifest = archive.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise EncryptedOfficeFile
        scripts = any(name.startswith(("Basic/", "Scripts/")) for name in names)
        return FileKind(OPEN_DOCUMENTS[kind], ("macros_left_out",) if scripts else ())
    for part, kind in OFFICE_OPEN.items():
        if part in names and "[Content_Types].xml" in names:
            return FileKind(kind, tuple(_office_open_notes(archive, names)))
    raise UnknownKind


def _office_open_notes(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    notes = []
    if any(name.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for name in names):
        notes.append("macros_left_out")
    if any("/embeddings/" in name for name in names):
        notes.append("objects_left_out")
    linked = (
        found
        for name in names
        if name.endswith(".rels")
        for found in LINKED.findall(archive.read(name))
    )
    if any(kind in found for found in linked for kind in DRAWN):
        notes.append("links_left_out")
    return notes


def _old_office(data: bytes) -> FileKind:
    """By the names of its streams, as they stand in the directory of the compound file."""
    for stream, kind in OLE_STREAMS.items():
        if stream.encode("utf-16-le") + b"\0\0" in data:
            if not kind:
                raise EncryptedOfficeFile
            macros = "_VBA_PROJECT".encode("utf-16-le") in data
            return FileKind(kind, ("macros_left_out",) if macros else ())
    raise UnknownKind


def _typed(data: bytes) -> FileKind:
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnknownKind
    if len(data) > TYPED_LIMIT:
        raise TooComplex
    text = text_of(data)
    asked = merge_fields.names(text)
    if len(asked) > merge_fields.MOST:
        raise TooComplex
    return FileKind("html" if HTML.match(text) else "markdown", asked=asked)


def text_of(data: bytes) -> str:
    """The letters of a typed page. Raises UnknownKind when it is no text."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnknownKind from error
    if CONTROLS.search(text):
        raise UnknownKind
    return text
