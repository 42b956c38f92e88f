"""A form with far more fields than an envelope can have is taken in, with as many as it can."""

from actors.pdf.forms import found_fields
from actors.pdf.intake import intake
from tests.actors.pdf.forms.form_pdfs import FIRST, form, look, widget

ACROSS, WIDE, HIGH = 100, 4, 4


def test_of_10_000_fields_on_a_page_as_many_are_found_as_an_envelope_can_have():
    count = 10_000
    shown = b"/AP<</N %d 0 R>>" % (FIRST + count)
    fields = (
        widget(b"/FT/Tx/T(f%d)" % n + shown, (x, y, x + WIDE, y + HIGH))
        for n in range(count)
        for x, y in [(WIDE * (n % ACROSS), HIGH * (n // ACROSS))]
    )

    accepted = intake.accept(form(*fields, more=(look(b"0 0 1 1 re S", WIDE, HIGH),)))

    assert len(accepted.fields) == found_fields.MOST
    assert found_fields.LIMITED in accepted.notes
