"""Spreadsheets as people and attackers make them."""

import io
import zipfile
from collections.abc import Callable

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet


def workbook(*fill: Callable[[Workbook, Worksheet], object]) -> bytes:
    """An XLSX file with a sheet for each function."""
    written = io.BytesIO()
    made = Workbook(written, {"in_memory": True})
    for each in fill:
        each(made, made.add_worksheet())
    made.close()
    return written.getvalue()


def table(*rows: tuple[object, ...]) -> bytes:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def bomb(claimed: int | None = None) -> bytes:
    """A sheet of 2 GB in one cell of 2 MB; `claimed`: the size that its directory admits."""
    source, written = io.BytesIO(table(("a", "b"))), io.BytesIO()
    head = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(head + b'<row r="1"><c r="A1" t="str"><v>')
            for _ in range(200):
                sheet.write(b"x" * 10_000_000)
            sheet.write(b"</v></c></row></sheetData></worksheet>")
    data = written.getvalue()
    return data if claimed is None else data.replace(_size(data), claimed.to_bytes(4, "little"))


def far_cells() -> bytes:
    """Two cells at opposite corners of the largest sheet there is."""

    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_string(0, 0, "first")
        sheet.write_string(1_048_575, 16_383, "last")

    return workbook(fill)


def _size(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        size = max(entry.file_size for entry in packed.infolist())
    return size.to_bytes(4, "little")
