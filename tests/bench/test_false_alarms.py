"""A few ordinary PDFs: none is refused, and of none is it said that viewers differ."""

from tests.bench import false_alarms, ordinary_pdfs


def test_a_few_ordinary_files_raise_no_alarm() -> None:
    found = false_alarms.counted(ordinary_pdfs.some(8))

    assert found["files"] == 8
    assert (found["refused"], found["ambiguous"]) == ({}, {})
