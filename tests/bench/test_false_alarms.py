"""A few ordinary PDFs: none is refused, and of none is it said that viewers differ."""

from tests.bench import false_alarms, ordinary_pdfs


def test_a_few_ordinary_files_raise_no_alarm() -> None:
    found = false_alarms.counted(ordinary_pdfs.some(12))

    assert found["files"] == 12
    assert (found["refused"], found["ambiguous"]) == ({}, {})


def test_each_file_has_a_name_of_its_own() -> None:
    names = [name for name, _ in (*ordinary_pdfs.by_mupdf(), *ordinary_pdfs.scans())]

    assert len(names) == len(set(names)) > 50
