"""Suggestions lie on the lines that people write on, and nowhere else."""

import pymupdf
import pytest

from actors.pdf.finding import suggestions
from actors.pdf.finding.suggestion import Suggestion
from tests.actors.pdf import pdfs
from tests.actors.pdf.finding import generated_forms
from tests.actors.pdf.finding.scores import Score


def found(pdf: bytes) -> list[Suggestion]:
    return suggestions.of(pymupdf.open("pdf", pdf))[0]


def written(*lines: tuple[float, float, str], size: float = 11) -> bytes:
    document = pymupdf.open()
    page = document.new_page()
    for x, y, text in lines:
        page.insert_text((x, y), text, fontsize=size)
    return document.tobytes()


def test_of_60_forms_nine_places_of_ten_are_met_and_few_suggestions_are_wrong():
    score = Score()

    for form in generated_forms.forms(60):
        score.add(form.name, form.places, found(form.pdf))

    print(f"60 forms: recall {score.recall:.3f}, precision {score.precision:.3f}")
    assert score.wanted > 150
    assert score.recall >= 0.90, score.missed
    assert score.precision >= 0.95, score.wrong


def test_two_blocks_of_a_contract_are_for_two_sides():
    forms = [f for f in generated_forms.forms(60) if any(p.side for p in f.places)]

    wrong = [
        (form.name, place, one)
        for form in forms
        for place in form.places
        for one in found(form.pdf)
        if abs(one.bottom - place.y) < 4 and abs(one.x - place.x0) < 6 and one.side != place.side
    ]
    assert len(forms) >= 9
    assert wrong == []


@pytest.mark.parametrize(
    "labels, sides",
    [
        (("Tenant", "Landlord"), [2, 1]),
        (("Mieterin: Vermieter", "Mieter"), [1, 2]),
        (("Party A", "Party B"), [1, 2]),
        (("Anna", "Boris"), [1, 2]),
    ],
)
def test_a_side_is_known_by_its_word_or_else_by_its_place(labels, sides):
    one, other = labels
    pdf = written(
        (60, 100, one), (60, 140, "Signature: ______________"),
        (60, 300, other), (60, 340, "Signature: ______________"),
    )  # fmt: skip

    assert [suggestion.side for suggestion in found(pdf)] == sides


def test_a_date_beside_a_signature_is_that_of_signing_and_a_birthday_is_not():
    pdf = written(
        (60, 100, "Date of birth: ______________"),
        (60, 140, "Signature: ______________"),
        (60, 170, "Date: ______________"),
    )

    assert [s.asks for s in found(pdf)] == ["other_date", "signature", "date_signed"]


@pytest.mark.parametrize(
    "text, asks",
    [
        ("Firma: ______________ und der Vertrag ist nicht mit dem Kunden", "company"),
        ("Firma: ______________ y el contrato es de la empresa por el cliente", "signature"),
    ],
)
def test_a_word_of_two_languages_means_what_it_means_in_that_of_the_page(text, asks):
    assert [s.asks for s in found(written((60, 100, text)))] == [asks]


def test_a_page_full_of_lines_to_write_on_is_no_form():
    pdf = written(*((60, 40 + 6 * n, "_" * 80) for n in range(120)))

    assert found(pdf) == []


def test_more_than_a_page_may_have_are_not_suggested_and_that_is_told():
    rows = [(40 + 180 * c, 40 + 10 * n, "Name: ____________") for c in range(3) for n in range(70)]

    made, is_limited = suggestions.of(pymupdf.open("pdf", written(*rows, size=8)))

    assert (len(made), is_limited) == (suggestions.MOST_OF_PAGE, True)


@pdfs.needs_samples
@pytest.mark.parametrize(
    "name, most",
    [
        ("pdflatex-4-pages.pdf", 0),
        ("multicolumn.pdf", 0),
        ("GeoTopo-komprimiert.pdf", 2),
        ("google-doc-document.pdf", 0),
        ("crazyones-pdfa.pdf", 0),
        ("libreoffice-form.pdf", 2),
        ("pdflatex-forms.pdf", 2),
    ],
)
def test_documents_that_are_no_forms_get_hardly_any_suggestion(name, most):
    accepted = pdfs.accepted_sample(name)

    made = found(accepted.canonical)

    print(f"{name}: {len(accepted.pages)} pages, {len(made)} suggestions")
    assert len(made) <= most
