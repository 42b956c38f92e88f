"""Suggestions on forms as organizations have them, written without a look at the finder."""

import pymupdf
import pytest

from actors.pdf.finding import finder, suggestions
from core.fields import found_field
from tests.actors.pdf.finding import office_forms, office_scores
from tests.actors.pdf.finding.office_forms import OfficeForm
from tests.actors.pdf.finding.scores import Score


@pytest.fixture(scope="module")
def forms() -> list[OfficeForm]:
    return list(office_forms.forms())


def test_of_60_forms_of_organizations_nine_places_of_ten_are_met_and_few_are_wrong(forms):
    score = Score()

    for form in forms:
        office_scores.add(score, form, suggestions.of(pymupdf.open("pdf", form.pdf))[0])

    print(f"{len(forms)} forms: recall {score.recall:.3f}, precision {score.precision:.3f}")
    assert len(forms) == 60 and score.wanted > 200
    assert score.recall >= 0.95, score.missed
    assert score.precision >= 0.97, score.wrong


def test_a_row_of_boxes_for_letters_is_one_field_with_as_many_cells(forms):
    form = next(form for form in forms if form.name == "en passport style application")

    found, _ = finder.suggested(form.pdf, ())

    surname = found_field.read(vars(next(f for f in found if "Surname" in f.label)))
    assert (surname.properties["cells"], surname.properties["length"]) == (20, 20)


def test_blank_rows_of_goods_are_no_fields_and_an_attendance_list_is_one():
    def list_of(*heads: str) -> bytes:
        head = "".join(f"<th>{head}" for head in heads)
        rows = ("<tr>" + "<td>&nbsp;" * len(heads)) * 3
        text = f'<table class="ruled"><tr>{head}{rows}</table>'
        return office_forms.drawn("list", text, office_forms.FontConfiguration()).pdf

    goods = suggestions.of(pymupdf.open("pdf", list_of("Item", "Date", "Name")))[0]
    people = suggestions.of(pymupdf.open("pdf", list_of("Name", "Date", "Signature")))[0]

    assert goods == []
    assert sorted(one.asks for one in people).count("signature") == 3
