"""Tables in templates: as they are printed, and as they are filled in."""

from core.fields.field import Field
from core.fields.table import columns, lines
from core.fields.table.columns import TableColumn
from core.fields.table.lines import FilledTable
from webapp.pages.signing import table_form


def filled_table(field: Field) -> FilledTable:
    return lines.filled(field.value, field.properties)


def table_columns(field: Field) -> tuple[TableColumn, ...]:
    return columns.of(field.properties)


def table_amount(field: Field, line: int, column: int) -> str:
    """What is computed in a line, counted from 0; "" where nothing is yet."""
    return lines.amount(field.value, field.properties, line, column)


FILTERS = {
    "filled_table": filled_table,
    "table_amount": table_amount,
    "table_columns": table_columns,
    "table_rows": table_form.rows,
}
