"""A list of contacts in a CSV file, however its program wrote it: read, mapped, checked by row."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from core import contact
from core.printable import tidy
from core.refusals import Invalid, sentence

ROWS_LIMIT = 10_000
BYTES_LIMIT = 5_000_000
FIELDS = ("name", "email", "company")
DELIMITERS = ",;\t"
NOWHERE = -1
# How programs and people head such columns; compared as they are folded.
HEADINGS = {
    "name": ("name", "full name", "display name", "contact", "nom", "nombre", "vollstandiger name"),
    "email": ("e-mail", "email", "mail", "e-mail address", "email address", "address", "correo"),
    "company": ("company", "organization", "organisation", "firma", "company name", "societe"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of the file; `headed`: the first row names its columns."""

    rows: tuple[tuple[str, ...], ...]
    headed: bool
    columns: tuple[int, int, int]

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @property
    def headings(self) -> tuple[str, ...]:
        """What the columns are called; a column without a name by its number."""
        first = self.rows[0] if self.headed and self.rows else ()
        named = [first[n].strip() if n < len(first) else "" for n in range(self.width)]
        return tuple(name or str(n + 1) for n, name in enumerate(named))


@dataclass(frozen=True, slots=True)
class ListedRow:
    """`number` is that of the row in the file; `merged`: an earlier row has the same address."""

    number: int
    name: str
    email: str
    company: str
    errors: tuple[str, ...] = ()
    merged: bool = False

    @property
    def usable(self) -> bool:
        return not self.errors and not self.merged


def read(data: bytes) -> Table:
    """Raises Invalid."""
    if len(data) > BYTES_LIMIT:
        raise Invalid(file=sentence("This file is larger than 5 MB. Split it into smaller ones."))
    text = _decoded(data)
    if "\0" in text:
        raise Invalid(file=sentence("This is no CSV file. Save the list as CSV and choose that."))
    try:
        cells = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
        rows = tuple(tuple(row) for row in cells if any(cell.strip() for cell in row))
    except csv.Error:
        raise Invalid(
            file=sentence("This is no CSV file. Save the list as CSV and choose that.")
        ) from None
    if not rows:
        raise Invalid(file=sentence("There is nothing in this file. Choose another one."))
    if len(rows) > ROWS_LIMIT + 1:
        raise Invalid(file=sentence("This list has more than 10,000 rows. Split it."))
    headed = not any("@" in cell for cell in rows[0])
    return Table(rows, headed, _columns(rows, headed))


def listed(table: Table, headed: bool, columns: Sequence[int]) -> tuple[ListedRow, ...]:
    """Each row as it would be taken over, with what is wrong beside it."""
    return tuple(_listed(table.rows[headed:], columns, 1 + headed))


def _listed(
    rows: Sequence[Sequence[str]], columns: Sequence[int], first: int
) -> Iterator[ListedRow]:
    known: set[str] = set()
    for number, row in enumerate(rows, first):
        name, email, company = (tidy(row[c]) if 0 <= c < len(row) else "" for c in columns)
        name = name or email.partition("@")[0]
        wrong = tuple(text for _, text in contact.errors(name, email, company))
        key = contact.fold(email)
        yield ListedRow(number, name, email, company, wrong, not wrong and key in known)
        known.add(key)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _delimiter(text: str) -> str:
    """The one that cuts the first lines into most cells."""
    head = text[:4_000].splitlines()[:10]
    return max(DELIMITERS, key=lambda d: sum(line.count(d) for line in head))


def _columns(rows: Sequence[Sequence[str]], headed: bool) -> tuple[int, int, int]:
    """By their headings; else the address is where an @ is, and the name the first other one."""
    width = max(len(row) for row in rows)
    heads = [contact.fold(cell) for cell in rows[0]] if headed else []
    found = {
        field: next((n for n, head in enumerate(heads) if head in words), NOWHERE)
        for field, words in HEADINGS.items()
    }
    if found["email"] == NOWHERE:
        sample = rows[headed : headed + 20]
        counts = [sum(n < len(row) and "@" in row[n] for row in sample) for n in range(width)]
        found["email"] = counts.index(max(counts)) if any(counts) else NOWHERE
    if found["name"] == NOWHERE:
        taken = (found["email"], found["company"])
        found["name"] = next((n for n in range(width) if n not in taken), NOWHERE)
    return found["name"], found["email"], found["company"]
