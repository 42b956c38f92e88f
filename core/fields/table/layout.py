"""Where the cells of a table lie in the field's box, and whether all that is filled in fits."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.fields.field_property import Properties
from core.fields.look_properties import FONT_SIZE, VALUE_SIZE
from core.fields.table.lines import FilledTable, filled
from core.fields.text_look import TextLook

SMALLEST = 5.0  # points: a smaller letter is not read on paper
LEADING = 1.25
PADDING = 3.0
WEIGHTS = {False: 3, True: 2}  # of a column with text, and of one with numbers


@dataclass(frozen=True, slots=True)
class TableCell:
    """Points from the top left corner of the box; a rule has no text."""

    x: float
    y: float
    width: float
    height: float
    text: str = ""
    size: float = 0.0
    align: float = 0.0


def cells(
    table: FilledTable, properties: Properties, width: float, height: float
) -> list[TableCell]:
    """Headings, lines and total from the top, each line as high as there is room."""
    rows = _rows(table)
    largest = FONT_SIZE.of(properties) or VALUE_SIZE
    row_height = min(height / len(rows), largest * LEADING * 1.2)
    size = min(largest, row_height / LEADING)
    return list(_placed(table, rows, width, row_height, size))


def fits(value: str, properties: Properties, width: float, height: float) -> bool:
    """Each cell at the smallest size at least, measured as it is stamped."""
    table = filled(value, properties)
    return all(map(_fits, cells(table, properties, width, height)))


def _fits(cell: TableCell) -> bool:
    if not cell.text:
        return True
    look = TextLook(cell.size, cell.align)
    return look.fitted(cell.text, cell.width, cell.height).size >= SMALLEST


def _rows(table: FilledTable) -> list[tuple[str, ...]]:
    blank = ("",) * max(len(table.headings) - 1, 0)
    total = [(*blank, table.total)] if table.total else []
    return [table.headings, *table.lines, *total]


def _columns(table: FilledTable, width: float) -> Iterator[tuple[float, float]]:
    """Left and width of each."""
    weights = [WEIGHTS[right] for right in table.is_right]
    left = 0.0
    for weight in weights:
        share = width * weight / sum(weights)
        yield left, share
        left += share


def _placed(
    table: FilledTable, rows: list[tuple[str, ...]], width: float, height: float, size: float
) -> Iterator[TableCell]:
    for number, row in enumerate(rows):
        top = number * height
        if number == 1 or (table.total and number == len(rows) - 1):
            yield TableCell(0, top - 0.5, width, 1)
        for (left, share), text, right in zip(
            _columns(table, width), row, table.is_right, strict=True
        ):
            if text:
                inner = (left + PADDING, top, max(share - 2 * PADDING, 1), height)
                yield TableCell(*inner, text, size, 1.0 if right else 0.0)
