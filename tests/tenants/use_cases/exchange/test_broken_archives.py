"""Archives that are not taken over: each is told what is wrong with it, and nothing is stored."""

import stat
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from core.exchange.refusals import (
    ExchangeInvalid,
    ExchangeTooLarge,
    ExchangeVersionUnknown,
    NotAnExchange,
)
from core.refusals import Refusal
from tenants.exchange import archive_reader
from tenants.member import Member
from tenants.use_cases.archived_records import archived_records
from tests.tenants import archives
from tests.tenants.archives import PATH, PDF, exchange, record, template, written
from tests.tenants.opening import run


def wrong_with(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(ExchangeInvalid) as refused:
        archive_reader.read(BytesIO(data))
    return [(e["pointer"], e["detail"]) for e in refused.value.problems]


def of(contents: dict[str, bytes] | None = None, **items: Any) -> bytes:
    given = items or {"archived_records": [record()]}
    return written(exchange(**given), {PATH: PDF} if contents is None else contents)


def zipped(change: Callable[[zipfile.ZipInfo], None]) -> bytes:
    """The file of the archive, with another entry in the ZIP."""
    out = BytesIO(written(exchange(archived_records=[record()]), {}))
    entry = zipfile.ZipInfo(PATH)
    change(entry)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(entry, PDF)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", NotAnExchange),
        (b"%PDF-1.7", NotAnExchange),
        (b"PK\x05\x06" + b"\0" * 18, NotAnExchange),
        (of()[:-30], NotAnExchange),
        (written({"format": "something else", "version": 1}, {}), NotAnExchange),
        (written({"format": "countersign-exchange", "version": 2}, {}), ExchangeVersionUnknown),
        (written({"format": "countersign-exchange"}, {}), ExchangeVersionUnknown),
        (b"PK\x05\x06" + b"\0" * 8 + b"\xff" * 4 + b"\0" * 6, ExchangeTooLarge),
    ],
)
def test_what_is_no_archive_of_a_known_version_is_refused(
    data: bytes, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        archive_reader.read(BytesIO(data))


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = record(colour="red", source=7, parties=[{"name": "A", "role": ["x"]}])
    bad_field = template()["fields"][0] | {"kind": "hologram", "page": 0}

    found = wrong_with(of(archived_records=[wrong], templates=[template(fields=[bad_field])]))

    assert ("#/archived_records/0/colour", "“colour” is not known here.") in found
    assert {pointer for pointer, _ in found} == {
        "#/archived_records/0/colour",
        "#/archived_records/0/source",
        "#/archived_records/0/parties/0/role",
        "#/templates/0/fields/0/kind",
        "#/templates/0/fields/0/page",
    }


def test_numbers_and_names_that_stand_for_nothing_are_refused() -> None:
    field = template()["fields"][0] | {"document": 2, "recipients": [1, 3]}
    file = {"kind": "document", "name": "Other.pdf", "file": "documents/other.pdf"}

    found = wrong_with(
        of(archived_records=[record(files=[file])], templates=[template(fields=[field])])
    )

    assert [pointer for pointer, _ in found] == [
        "#/archived_records/0/files/0/file",
        "#/templates/0/fields/0/document",
        "#/templates/0/fields/0/recipients/1",
    ]


def test_a_member_that_stands_twice_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("countersign.json", '{"format": "x", "format": "countersign-exchange"}')

    assert wrong_with(out.getvalue()) == [("#", "“format” stands twice in one object.")]


def test_deep_json_is_no_archive() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("countersign.json", "[" * 100_000)

    with pytest.raises(NotAnExchange):
        archive_reader.read(BytesIO(out.getvalue()))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\x", "documents\\..\\x"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str) -> None:
    (found,) = wrong_with(of({PATH: PDF, name: b"x"}))

    assert found[1].endswith("Its name leads out of the archive.")


def test_a_manifest_cannot_name_such_a_file_either() -> None:
    file = {"kind": "document", "name": "Lease.pdf", "file": "../Lease.pdf"}

    (found,) = wrong_with(of(archived_records=[record(files=[file])]))

    assert found[0] == "#/archived_records/0/files/0/file"


def test_links_encrypted_and_unknown_files_are_refused() -> None:
    def link(entry: zipfile.ZipInfo) -> None:
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16

    def packed(entry: zipfile.ZipInfo) -> None:
        entry.compress_type = zipfile.ZIP_LZMA

    (linked,) = wrong_with(zipped(link))
    (lzma,) = wrong_with(zipped(packed))
    (unknown,) = wrong_with(of({PATH: PDF, "documents/more.pdf": PDF}))
    ((_, missing),) = wrong_with(of({}))

    assert linked[1].endswith("It is a link, not a file.")
    assert "use deflate" in lzma[1]
    assert unknown[1] == "“documents/more.pdf”: It is not in “files”."
    assert missing == f"“{PATH}” is not in the ZIP."


def test_a_file_of_another_size_or_hash_is_refused() -> None:
    said = exchange(archived_records=[record()])
    longer = written(said, {PATH: PDF + b"x"})
    other = written(said, {PATH: PDF[:-1] + b"x"})

    assert wrong_with(longer) == [("#/files/0/size", "The file in the ZIP has another size.")]
    assert wrong_with(other) == [("#/files/0/sha256", "The file in the ZIP has another hash.")]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    said = exchange(archived_records=[record()])
    said["files"][0]["size"] = 101_000_000
    bomb = written(said, {PATH: b"\0" * 101_000_000})
    assert len(bomb) < 200_000

    assert wrong_with(bomb)[0] == ("#/files/0/size", "A file may have up to 100 MB.")


def test_a_file_that_is_longer_than_its_table_says_is_not_read_on() -> None:
    """The table of contents lies about the size: reading ends where it says, and is refused."""
    data = bytearray(written(exchange(PDF, archived_records=[record()]), {PATH: b"\0" * 5_000_000}))
    real, told = (5_000_000).to_bytes(4, "little"), len(PDF).to_bytes(4, "little")
    assert data.count(real) == 2
    lying = bytes(data).replace(real, told)

    assert wrong_with(lying) == [("#/files/0", "The file in the ZIP is damaged.")]


def test_more_than_the_limit_of_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_reader, "UNPACKED_LIMIT", 10)

    with pytest.raises(ExchangeTooLarge):
        archive_reader.read(BytesIO(of()))


def test_what_the_rules_refuse_is_named_by_its_place_and_nothing_is_imported(
    member: Member,
) -> None:
    field = template()["fields"][0]
    wrong = template(
        fields=[
            field | {"recipients": []},
            field | {"kind": "text", "properties": {"default": "x" * 500}},
        ],
    )
    data = of(archived_records=[record()], templates=[template(), wrong])

    with pytest.raises(ExchangeInvalid) as refused:
        archives.imported(member, data)

    assert [e["pointer"] for e in refused.value.problems] == [
        "#/templates/1/fields/0/recipients",
        "#/templates/1/fields/1/default",
    ]
    assert run(member, archived_records.listed).rows == ()
    assert member.organization.names_below("archived/") == []
