from uuid import UUID, uuid4

import pytest

from core.bulk_sends import column_guess
from core.bulk_sends.target import Target, TargetKind

BUYER, WITNESS = uuid4(), uuid4()


def person(id: UUID, role: str) -> list[Target]:
    return [
        Target(TargetKind.NAME, id, role, required=True),
        Target(TargetKind.LAST_NAME, id, role),
        Target(TargetKind.EMAIL, id, role, required=True),
    ]


def guessed(targets: list[Target], *headings: str, row: tuple[str, ...] = ()) -> dict[str, str]:
    found = column_guess.guess(targets, headings, [row] if row else [])
    return {key.split("-")[0]: headings[place] for key, place in found.items()}


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Name", "E-mail"),
        ("Full name", "Email address"),
        ("Vollständiger Name", "E-Mail-Adresse"),
        ("Nom complet", "Adresse e-mail"),
        ("Nombre completo", "Correo electrónico"),
        ("BUYER_NAME", "buyer_email"),
        ("Buyer", "Mail (Buyer)"),
    ],
)
def test_columns_for_the_only_role_are_found_in_several_languages(name: str, email: str) -> None:
    assert guessed(person(BUYER, "Buyer"), "Id", email, name) == {"name": name, "email": email}


def test_first_and_last_names_may_stand_apart() -> None:
    found = guessed(person(BUYER, "Buyer"), "Vorname", "Nachname", "Mail")

    assert found == {"name": "Vorname", "last": "Nachname", "email": "Mail"}


def test_with_several_roles_only_a_column_that_names_one_is_taken() -> None:
    targets = person(BUYER, "Buyer") + person(WITNESS, "Witness")
    headings = ("Name", "E-mail", "Buyer name", "Witness e-mail", "Witness name", "Buyer e-mail")

    found = column_guess.guess(targets, headings, [])

    assert found == {
        f"name-{BUYER}": 2,
        f"email-{BUYER}": 5,
        f"name-{WITNESS}": 4,
        f"email-{WITNESS}": 3,
    }


def test_an_address_is_found_by_what_stands_in_the_column() -> None:
    found = guessed(person(BUYER, "Buyer"), "A", "B", row=("Ana", "ana@example.com"))

    assert found == {"email": "B"}


def test_fields_are_found_by_their_label_or_name() -> None:
    price = Target(TargetKind.FIELD, uuid4(), "", "Price (EUR)", "price_total")
    place = Target(TargetKind.FIELD, uuid4(), "", "Place of birth")

    found = column_guess.guess([price, place], ["place of birth", "Price total"], [])

    assert found == {price.key: 1, place.key: 0}
