from datetime import UTC, datetime
from uuid import UUID

import pytest

from core.connectors import copy_target
from core.connectors.copy_target import PATTERN, CopyTargetKind
from core.refusals import Invalid

ID = UUID("0198c0de-0000-7000-8000-0000deadbeef")
AT = datetime(2026, 3, 1, tzinfo=UTC)
S3 = {
    "kind": "s3", "address": "https://s3.example.com/", "bucket": "signed", "region": "",
    "username": "AKIA", "pattern": PATTERN,
}  # fmt: skip


def paths(name: str, *files: str, pattern: str = PATTERN) -> list[str]:
    return copy_target.paths(pattern, ID, name, AT, files)


def test_a_copy_is_filed_by_year_envelope_and_document() -> None:
    assert paths("Lease", "Lease – signed.pdf") == ["2026/Lease deadbeef/Lease – signed.pdf"]
    assert paths("Lease", "a.pdf", pattern="{month}/{id} {document}") == ["03/deadbeef a.pdf"]


@pytest.mark.parametrize("name", ["../../etc", "..", "a/b\\c", "x\r\ny", "", " . ", "CON:|?"])
def test_no_name_leads_to_another_folder(name: str) -> None:
    folders = paths(name, f"{name}.pdf")[0].split("/")

    assert len(folders) == 3
    assert not {"", ".", ".."} & {*folders}
    assert all(part.isprintable() and not set(part) & set('\\:*?"<>|') for part in folders)


def test_documents_of_one_name_do_not_overwrite_each_other() -> None:
    found = paths("Lease", "a.pdf", "A.pdf", "a.pdf", "a (2).pdf")

    assert len({path.casefold() for path in found}) == 4


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    last = paths("x" * 300, "y" * 300 + ".pdf")[0].split("/")[-1]

    assert len(last) == copy_target.PART_LIMIT and last.endswith("y.pdf")


def test_a_place_is_read_from_what_was_typed() -> None:
    found = copy_target.chosen(S3, ())

    assert (found.kind, found.address) == (CopyTargetKind.S3, "https://s3.example.com")
    assert copy_target.chosen(S3 | {"kind": "webdav"}, ()).bucket == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "ftp"),
        ("address", "http://s3.example.com"),
        ("address", "https://2130706433/"),
        ("address", "https://s3.example.com/?x"),
        ("username", ""),
        ("username", "a:b"),
        ("bucket", "Upper"),
        ("bucket", "../other"),
        ("region", "a/b"),
        ("pattern", "{year}/{document}"),
        ("pattern", "{id}/{document}/{year}"),
        ("pattern", "{id}/{who}/{document}"),
        ("pattern", "{id}/../{document}"),
        ("pattern", "/{id}/{document}"),
        ("pattern", "{id}/{document"),
        ("pattern", ""),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(Invalid) as invalid:
        copy_target.chosen(S3 | {name: value}, ())

    assert list(invalid.value.errors) == [name]
