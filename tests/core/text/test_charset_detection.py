from pathlib import Path

import pytest

from core.people import contact_import
from core.text import charset_detection

CASES = Path(__file__).parents[4] / "shared" / "cases"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_needs_no_question(encoding: str) -> None:
    data = "Name\tE-Mail\nŽofia\tzofia@example.com\n".encode(encoding)

    assert charset_detection.certain(data) is not None
    assert contact_import.read(data).rows[1] == ("Žofia", "zofia@example.com")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "Renée Crète"),
        ("cp1250", "Řehoř Dvořák"),
        ("cp1251", "Иван Щербаков"),
        ("cp1253", "Μαρία Παπαδοπούλου"),
        ("cp1254", "Işık Gündoğdu"),
        ("cp1255", "דוד כהן"),
        ("cp932", "山田 太郎"),
        ("gb18030", "王小明"),
        ("cp949", "김철수"),
    ],
)
def test_what_is_not_unicode_is_offered_in_ways_among_which_is_the_right_one(
    encoding: str, name: str
) -> None:
    data = f"Name;E-Mail\n{name};one@example.com\n".encode(encoding)

    assert charset_detection.certain(data) is None
    assert (name,) in [reading.samples for reading in charset_detection.readings(data)]


def test_ways_that_show_the_same_letters_are_offered_once() -> None:
    samples = [reading.samples for reading in charset_detection.readings("Jörg".encode("cp1252"))]

    assert len(samples) == len(set(samples))


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
@pytest.mark.parametrize(
    ("file", "name", "company"),
    [
        ("contacts-excel-cp1251.csv", "Иван Щербаков", "Ромашка"),
        ("contacts-excel-cp1252.csv", "Žan Š", "€uro Handel"),
        ("contacts-german-two-columns.csv", "Anna Novak", "Beispiel GmbH"),
    ],
)
def test_the_likeliest_way_to_read_the_cases_is_right(file: str, name: str, company: str) -> None:
    table = contact_import.read((CASES / file).read_bytes())

    first = contact_import.listed(table, table.headed, table.columns)[0]

    assert (first.name, first.company) == (name, company)


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
def test_what_excel_calls_unicode_text_is_read() -> None:
    table = contact_import.read((CASES / "contacts-excel-unicode-text.txt").read_bytes())

    rows = contact_import.listed(table, table.headed, table.columns)

    assert rows and all(row.usable for row in rows)


def test_a_long_cell_is_looked_at_once() -> None:
    data = b"\xe9," + b"a" * 1_000_000  # with every beginning tried anew it would take hours

    assert ("é",) in [reading.samples for reading in charset_detection.readings(data)]
