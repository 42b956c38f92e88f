from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.people import contact, contact_import
from core.people.contact import Contact, ContactScope
from core.refusals import Invalid


def test_case_accents_and_blanks_make_no_difference() -> None:
    assert contact.fold("  É.  DUPONT ") == "e. dupont"
    assert contact.keys("Anna Maria Signer", "A@Example.COM") == contact.Keys(
        "a@example.com", "anna maria signer", "signer anna maria"
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        *(("", True), ("\0", True), ("ZOE", True), ("zoë", True), ("rass", True)),
        *(("sales one", True), ("one sales", True)),
        *(("zoe two", False), ("%", False), ("st_asse", False)),
    ],
)
def test_each_word_is_somewhere_in_the_name_or_the_address(typed: str, found: bool) -> None:
    assert contact.has(contact.words(typed), "Zoë Straße One", "one@sales.example.com") is found


def test_only_the_beginning_of_what_is_very_long_is_searched_for() -> None:
    assert contact.words("a " * 150 + "b") == {"a"}


@given(st.text(max_size=20), st.text(max_size=20))
def test_what_begins_like_it_lies_in_its_range_and_nothing_else(typed: str, more: str) -> None:
    low, high = contact.range_of(typed)
    key = (contact.fold(typed) + contact.fold(more)).encode("utf-8", "replace")

    assert low.encode("utf-8", "replace") <= key <= high.encode("utf-8", "replace")


def test_each_wrong_entry_is_told_beside_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        contact.check(Contact(uuid4(), " ", "nobody", "x" * 201, ContactScope.TEAM))

    assert set(refused.value.errors) == {"name", "email", "company", "scope"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_list_is_read_however_its_program_wrote_it(delimiter: str, encoding: str) -> None:
    rows = [["Firma", "E-Mail", "Name"], ["Büro", "one@example.com", "Zoë One"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)

    table = contact_import.read(data)

    assert (table.headed, table.columns) == (True, (2, -1, 1, 0))
    (row,) = contact_import.listed(table, True, table.columns)
    assert (row.name, row.email, row.company) == ("Zoë One", "one@example.com", "Büro")
    assert row.usable


def test_without_a_heading_the_address_is_found_by_its_sign() -> None:
    table = contact_import.read(b"One,one@example.com\nTwo,two@example.com\n")

    assert (table.headed, table.columns) == (False, (0, -1, 1, -1))
    assert [r.number for r in contact_import.listed(table, False, table.columns)] == [1, 2]


def test_a_row_says_what_is_wrong_and_the_same_address_is_merged() -> None:
    table = contact_import.read(b"name,email\nOne,one@example.com\nTwo,two\nUno,ONE@example.com\n")

    one, two, again = contact_import.listed(table, table.headed, table.columns)

    assert one.usable
    assert two.errors == ("Enter a complete e-mail address, such as name@example.com.",)
    assert (again.merged, again.usable) == (True, False)


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"PK\x03\x04\0\0", b"a@example.com\n" * 10_002, b"a," * 3_000_000]
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        contact_import.read(data)


def test_a_quoted_cell_may_hold_the_delimiter_and_lines() -> None:
    table = contact_import.read(b'name,email,company\n"One, Signer",one@example.com,"A\nB"\n')
    (row,) = contact_import.listed(table, True, table.columns)

    assert row.name == "One, Signer"
    assert row.errors == ("Enter a company name of up to 200 characters.",)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        table = contact_import.read(data)
    except Invalid:
        return
    assert contact_import.listed(table, table.headed, table.columns) is not None


def test_first_and_last_names_are_joined() -> None:
    data = b"Vorname;Nachname;E-Mail-Adresse;Firma\nAnna;Novak;anna@example.com;Beispiel GmbH\n"

    table = contact_import.read(data)
    (row,) = contact_import.listed(table, table.headed, table.columns)

    assert table.columns == (0, 1, 2, 3)
    assert (row.name, row.company) == ("Anna Novak", "Beispiel GmbH")


def test_addresses_that_differ_by_an_accent_are_two_people() -> None:
    table = contact_import.read("E-Mail\njose@example.com\njosé@example.com\n".encode())

    rows = contact_import.listed(table, table.headed, table.columns)

    assert [row.merged for row in rows] == [False, False]
    assert contact.keys("", "jose@example.com").email != contact.keys("", "josé@example.com").email
