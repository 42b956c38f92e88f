from collections.abc import Iterator
from datetime import UTC, date, datetime

import psutil
import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from actors.pdf.sandbox import sandbox
from actors.pdf.uploaded_tables import table_reading
from core.bulk_sends import uploaded_table
from core.bulk_sends.uploaded_table import UploadedTable
from tests.actors.pdf.uploaded_tables import workbooks


@pytest.fixture(scope="module")
def child() -> Iterator[None]:
    sandbox.start(("actors.pdf.uploaded_tables.table_reading",))
    yield
    sandbox.stop()


def cells(table: UploadedTable) -> list[tuple[str, ...]]:
    assert not table.problem
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings_of_csv_files_are_found(separator: str, encoding: str) -> None:
    text = f"Name{separator}E-mail\r\nŁucja{separator}l@example.com\r\n"

    table = table_reading.read(text.encode(encoding))

    assert cells(table) == [("Name", "E-mail"), ("Łucja", "l@example.com")]
    assert table.readings == ()


def test_letters_that_no_one_explains_are_offered_in_several_readings() -> None:
    data = "Name,E-mail\nJürgen,j@example.com\n".encode("cp1252")

    table = table_reading.read(data)
    chosen = table_reading.read(data, "cp1250")

    assert next(r.encoding for r in table.readings) == "cp1252"
    assert cells(table)[1] == cells(chosen)[1] == ("Jürgen", "j@example.com")


def test_cells_of_a_workbook_are_read_as_people_see_them() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        day = book.add_format({"num_format": "d.m.yy"})
        sheet.merge_range(0, 0, 0, 4, "Our customers")
        sheet.write_row(2, 0, ("Name", "Since", "Price", "Code", "Paid"))
        sheet.write_string(3, 0, "Ana")
        sheet.write_datetime(3, 1, datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None), day)
        sheet.write_number(3, 2, 0.1 + 0.2)
        sheet.write_string(3, 3, "007")
        sheet.write_boolean(3, 4, True)
        sheet.write_row(5, 0, ("Ben", "", 1e20))
        sheet.write_formula(5, 4, "=1+1", None, 2)

    table = table_reading.read(workbooks.workbook(fill))

    assert [row.number for row in table.rows] == [3, 4, 6]
    assert cells(table)[1:] == [
        ("Ana", date(2026, 3, 1).isoformat(), "0.3", "007", "true"),
        ("Ben", "", "100000000000000000000", "", "2"),
    ]


def test_a_cell_merged_over_several_rows_says_the_same_in_each() -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ("Company", "Name"))
        sheet.merge_range(1, 0, 3, 0, "Example Ltd")
        for number in (1, 2, 3, 4):
            sheet.write_string(number, 1, f"Person {number}")

    table = table_reading.read(workbooks.workbook(fill))

    assert [row[0] for row in cells(table)[1:]] == ["Example Ltd"] * 3 + [""]


def test_of_several_sheets_the_first_with_something_in_it_is_read_and_named() -> None:
    def hidden(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ("secret", "list"))
        sheet.hide()

    def empty(_: Workbook, sheet: Worksheet) -> None:
        sheet.activate()

    def full(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ("Name", "E-mail"))

    table = table_reading.read(workbooks.workbook(empty, hidden, full))

    assert (table.sheet, cells(table)) == ("Sheet3", [("Name", "E-mail")])


@pytest.mark.parametrize(
    ("data", "problem", "number"),
    [
        (b"", "empty", 0),
        (b"\n\n , \n", "empty", 0),
        (b"\x00\x01\x02\xff", "not_a_table", 0),
        (b"PK\x03\x04 and no ZIP file", "not_a_table", 0),
        (b"name,email\n" * 30_000, "too_many_rows", 29_999),
        (b"a,b\n" + b"x" * 10_000_001, "cell_too_long", 2),
        (b"a,b\n1,2\n" + b"x" * 10_001, "cell_too_long", 3),
        (b"a," * 300, "empty", 0),
        (b"a,b" * 300, "too_many_columns", 301),
    ],
    ids=range(9),
)
def test_what_cannot_be_used_is_refused_with_where_and_how_many(
    data: bytes, problem: str, number: int
) -> None:
    if data == b"a," * 300:
        data = b"," * 300

    table = table_reading.read(data)

    assert (table.problem, table.number, table.rows) == (problem, number, ())
    assert f"{number:,}" in uploaded_table.why(problem, number) or not number


@pytest.mark.usefixtures("child")
@pytest.mark.parametrize("make", [workbooks.bomb, lambda: workbooks.bomb(1_000)])
def test_a_bomb_ends_in_a_problem_or_at_the_sandboxs_limits(make) -> None:
    data = make()
    assert len(data) < 3_000_000

    try:
        table = sandbox.run(table_reading.read, data, seconds=10)
    except sandbox.ChildKilled:
        table = UploadedTable(problem="too_complex")

    assert table.problem in ("too_complex", "not_a_table", "cell_too_long")
    assert len(sandbox.run(table_reading.read, b"a,b\n1,2", seconds=10).rows) == 2
    assert psutil.Process().memory_info().rss < 1_000_000_000


@pytest.mark.usefixtures("child")
def test_cells_far_apart_cost_no_more_than_the_sandbox_has() -> None:
    data = workbooks.far_cells()

    with pytest.raises(sandbox.ChildKilled):
        sandbox.run(table_reading.read, data, seconds=10)

    assert len(sandbox.run(table_reading.read, b"a,b\n1,2", seconds=10).rows) == 2


@pytest.mark.usefixtures("child")
def test_a_million_rows_are_counted_and_not_kept() -> None:
    table = sandbox.run(table_reading.read, b"a,b\n" * 1_000_000, seconds=30)

    assert (table.problem, table.number) == ("too_many_rows", 999_999)
    assert uploaded_table.why(table.problem, table.number).startswith("This file has 999,999 rows")


def test_a_small_workbook_with_much_text_is_refused() -> None:
    """The same 9,000 letters in many cells are in the file once."""

    def fill(book: Workbook, sheet: Worksheet) -> None:
        for row in range(600):
            sheet.write_row(row, 0, ["x" * 9_000] * 10)

    data = workbooks.workbook(fill)

    assert len(data) < 100_000
    assert table_reading.read(data) == UploadedTable(problem="too_complex")
