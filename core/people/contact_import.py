"""A list of contacts in a CSV file, however its program wrote it: read, mapped, checked by row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.addresses import email_address
from core.people import contact
from core.refusals import FilledSentence, Invalid, sentence
from core.text import csv_table
from core.text.printable import cleaned

ROWS_LIMIT = 10_000
BYTES_LIMIT = 5_000_000
FIELDS = ("name", "last", "email", "company")
NOWHERE = -1
# How programs and people head such columns; compared as they are folded.
HEADINGS = {
    "name": ("name", "full name", "display name", "contact", "vollstandiger name", "nom complet"),
    "first": ("first name", "given name", "forename", "vorname", "prenom", "nombre", "imie"),
    "last": ("last name", "surname", "family name", "nachname", "familienname", "nom", "apellidos",
             "apellido", "nazwisko", "cognome"),
    "email": ("e-mail", "email", "mail", "e-mail address", "email address", "e-mail-adresse",
              "e-mail 1 - value", "adresse e-mail", "address", "correo", "correo electronico"),
    "company": ("company", "organization", "organisation", "firma", "company name", "societe",
                "unternehmen", "entreprise", "empresa"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of the file; `headed`: the first row names its columns, in the order of FIELDS."""

    rows: tuple[tuple[str, ...], ...]
    headed: bool
    columns: tuple[int, ...]

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


def read(data: bytes, encoding: str = "") -> Table:
    """
    The table in a file of this encoding; without one in the likeliest. Raises Invalid.
    """
    if len(data) > BYTES_LIMIT:
        raise Invalid(file=sentence("This file is larger than 5 MB. Split it into smaller ones."))
    try:
        found = csv_table.read(data, encoding, ROWS_LIMIT + 1)
    except csv_table.NotATable:
        raise Invalid(
            file=sentence("This is not a CSV file. Save the list as a CSV file and choose that.")
        ) from None
    except csv_table.CellTooLong as long:
        wrong = sentence("Row %(row)s has a cell with more than 10,000 characters. Shorten it.")
        raise Invalid(file=FilledSentence(wrong, row=str(long.row))) from None
    if not found.rows:
        raise Invalid(file=sentence("This file is empty. Choose another one."))
    if found.total > ROWS_LIMIT + 1:
        raise Invalid(
            file=sentence("This list has more than 10,000 rows. Split it into smaller ones.")
        )
    rows = tuple(row.cells for row in found.rows)
    headed = not any("@" in cell for cell in rows[0])
    return Table(rows, headed, _columns(rows, headed))


def listed(table: Table, headed: bool, columns: Sequence[int]) -> tuple[ListedRow, ...]:
    """Each row as it would be imported, with what is wrong beside it."""
    return tuple(_listed(table.rows[headed:], columns, 1 + headed))


def _listed(
    rows: Sequence[Sequence[str]], columns: Sequence[int], begin: int
) -> Iterator[ListedRow]:
    known: set[str] = set()
    for number, row in enumerate(rows, begin):
        cells = [cleaned(row[c]) if 0 <= c < len(row) else "" for c in columns]
        first, last, email, company = cells
        name = f"{first} {last}".strip() or email.partition("@")[0]
        wrong = tuple(text for _, text in contact.errors(name, email, company))
        key = email_address.fold(email)
        yield ListedRow(number, name, email, company, wrong, not wrong and key in known)
        known.add(key)


def _columns(rows: Sequence[Sequence[str]], headed: bool) -> tuple[int, ...]:
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
    whole, last = _names(found)
    if whole == NOWHERE:
        taken = (last, found["email"], found["company"])
        whole = next((n for n in range(width) if n not in taken), NOWHERE)
    return whole, last, found["email"], found["company"]


def _names(found: Mapping[str, int]) -> tuple[int, int]:
    """One column of whole names, or one of first and one of last names."""
    if found["name"] != NOWHERE:
        return found["name"], NOWHERE
    if found["first"] == NOWHERE:
        return found["last"], NOWHERE
    return found["first"], found["last"]
