"""A table of a field as marks on its page: one for each cell, and a rule between its parts."""

from collections.abc import Iterator

from actors.pdf.stamp.stamp import StampedValue
from core.fields.field import Field
from core.fields.kind import Printed
from core.fields.table import layout, lines
from core.fields.text_look import TextLook


def of(field: Field) -> Iterator[StampedValue]:
    table = lines.filled(field.value, field.properties)
    for cell in layout.cells(table, field.properties, field.width, field.height):
        box = (field.page, field.x + cell.x, field.y + cell.y, cell.width, cell.height)
        if cell.text:
            yield StampedValue(*box, Printed.TEXT, cell.text, look=TextLook(cell.size, cell.align))
        else:
            yield StampedValue(*box, Printed.LINE, text="-")
