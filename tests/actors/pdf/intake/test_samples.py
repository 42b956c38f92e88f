"""Intake says of every sample what the table beside the samples says, line by line."""

from collections.abc import Iterator

import pytest

from actors.pdf.comparison import poppler_library, viewer_comparison
from actors.pdf.intake import intake
from core.documents.refusals import PasswordNeeded
from tests.actors.pdf import pdfs

PASSWORD = "openpassword"
# Poppler draws the flags of its table black: coloured glyphs of Type 3 fonts.
SHOWN_DIFFERENTLY = {"google-doc-document.pdf": (1,)}


def table() -> Iterator[tuple[str, str]]:
    """The names of the files, and what intake says of each."""
    if not pdfs.SAMPLES.is_dir():
        return
    for line in (pdfs.SAMPLES / "README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and ".pdf" in cells[0]:
            yield from ((name.strip(), cells[2]) for name in cells[0].split(","))


@pdfs.needs_samples
def test_every_sample_stands_in_the_table():
    assert {name for name, _ in table()} == {path.name for path in pdfs.SAMPLES.glob("*.pdf")}


@pdfs.needs_samples
@pytest.mark.parametrize(("name", "says"), list(table()), ids=lambda value: value)
def test_intake_says_what_the_table_says(name: str, says: str) -> None:
    password = ()
    if "asks for the password" in says:
        password = (PASSWORD,)
        with pytest.raises(PasswordNeeded):
            intake.accept(pdfs.sample(name))

    taken = pdfs.accepted_sample(name, *password)

    pages = [int(word) for word in says.split() if word.isdigit()]
    assert len(taken.pages) in (pages or range(1, 100))
    assert bool(taken.fields) or "fields found" not in says
    assert "attachments_removed" in taken.notes or "attachment removed" not in says
    if poppler_library.is_installed():
        seen = viewer_comparison.compare(taken.canonical, as_uploaded=False)
        assert seen.pages == SHOWN_DIFFERENTLY.get(name, ())
