"""Kinds of files are told by what is in them; what is two kinds at once is refused."""

import io
import zipfile

import pytest
from PIL import Image

from actors.pdf.conversion import file_kinds
from core.documents.refusals import (
    AmbiguousFile,
    DamagedFile,
    EmptyFile,
    EncryptedOfficeFile,
    TooComplex,
    UnknownKind,
)


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def word(**more):
    return packed(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"} | more)


def open_document(kind, manifest="<m/>"):
    return packed(mimetype=file_kinds.OPEN_DOCUMENT + kind, **{"META-INF/manifest.xml": manifest})


def jpeg(comment=b""):
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", comment=comment)
    return out.getvalue()


OLE = file_kinds.OLE + bytes(600)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"some bytes before\n%PDF-1.7 ...", "pdf"),
        (jpeg(), "jpeg"),
        (word(), "docx"),
        (packed(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}), "xlsx"),
        (packed(**{"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "pptx"),
        (open_document("text"), "odt"),
        (open_document("spreadsheet"), "ods"),
        (open_document("presentation"), "odp"),
        (rb"{\rtf1 Hello}", "rtf"),
        (OLE + "WordDocument".encode("utf-16-le") + bytes(9), "doc"),
        (b"<!DOCTYPE html><p>Hello", "html"),
        (b"\n<!-- a note -->\n<html><body>Hello", "html"),
        ("# Vertrag für {{ client.name }}".encode(), "markdown"),
        ("Hello".encode("utf-16"), "markdown"),
    ],
)
def test_a_kind_is_told_by_content(data, name):
    assert file_kinds.kind_of(data).name == name


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", EmptyFile),
        (bytes(5000), EmptyFile),
        (b" \n\t", EmptyFile),
        (jpeg(b"%PDF-1.7"), AmbiguousFile),
        (b"<html>%PDF-1.7", AmbiguousFile),
        (packed(**{"a.txt": "x"})[:30] + b"%PDF-1.4", AmbiguousFile),
        (packed(**{"a.txt": "x"}), UnknownKind),
        (b"PK\x03\x04 and no archive", DamagedFile),
        (word()[:-30], DamagedFile),
        (b"MZ\x90\0\x03\0\0\0", UnknownKind),
        (b"\x1f\x8b\x08\0\0\0\0\0", UnknownKind),
        (OLE, UnknownKind),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(9), EncryptedOfficeFile),
        (open_document("text", "<m:encryption-data/>"), EncryptedOfficeFile),
        (b"a line\n" * 8_000_000, TooComplex),
    ],
)
def test_what_cannot_be_used_is_refused_for_its_reason(data, reason):
    with pytest.raises(reason):
        file_kinds.kind_of(data)


def test_an_archive_that_unpacks_to_too_much_is_refused():
    with pytest.raises(TooComplex):
        file_kinds.kind_of(word(bomb=bytes(file_kinds.MOST_UNPACKED)))


def test_an_archive_that_lies_about_its_sizes_is_refused_too():
    data, size = bytearray(word(bomb=bytes(5_000_000))), (5_000_000).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (10).to_bytes(4, "little")

    with pytest.raises((DamagedFile, TooComplex)):
        file_kinds.kind_of(bytes(data))


def test_what_will_not_be_used_of_an_office_file_is_said():
    external = '<Relationship Type="http://x/{}" Target="http://a.example/" TargetMode="External"/>'
    link, plain = external.format("image"), external.format("hyperlink")

    noted = file_kinds.kind_of(
        word(**{"word/vbaProject.bin": "", "word/embeddings/o.bin": "", "word/_rels/d.rels": link})
    )

    assert noted.notes == ("macros_left_out", "objects_left_out", "links_left_out")
    assert file_kinds.kind_of(word(**{"word/_rels/document.xml.rels": plain})).notes == ()
