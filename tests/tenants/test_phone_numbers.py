import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from core.refusals import Invalid
from tenants import phone_numbers

# Of each region that has one; the numbers of some islands are their neighbours'.
EXAMPLES = [
    example
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    if (example := phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE))
]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (" +49 151 1234567 ", "+491511234567"),
        ("+1 (555) 123-4567", "+15551234567"),
        ("+43/660.1234567", "+436601234567"),
        ("+49 (0)151 1234567", "+491511234567"),
        ("+39 06 1234 5678", "+390612345678"),
        ("+٤٩١٥١١٢٣٤٥٦٧", "+491511234567"),
    ],
)
def test_a_number_is_kept_without_what_people_write_between(typed: str, number: str) -> None:
    assert phone_numbers.parse(typed) == number


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Start with +"),
        ("0151 1234567", "Start with +"),
        ("0049 151 1234567", "Start with +"),
        ("+49 151", "complete"),
        ("+0151 1234567", "complete"),
        ("+49 151 1234567 89012345", "complete"),
        ("+49 151 CALLME", "complete"),
        ("+49 151 1234567\r\nTo: +491", "complete"),
        ("+999 12345678", "complete"),
        ("+1 555 1234", "complete"),
        ("+49 151 1234567 ext. 12", "complete"),
        ("+49 151 1234567;12", "complete"),
    ],
)
def test_what_cannot_be_dialled_is_refused_with_what_to_do(typed: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        phone_numbers.parse(typed)
    assert says in refused.value.errors["phone"]


@given(st.sampled_from(EXAMPLES), st.lists(st.sampled_from(" .-/"), max_size=20))
def test_a_number_of_any_country_means_the_same_however_it_is_spaced(
    example: PhoneNumber, marks: list[str]
) -> None:
    number = spaced = phonenumbers.format_number(example, PhoneNumberFormat.E164)
    for place, mark in enumerate(marks):
        at = 1 + place % (len(spaced) - 1)
        spaced = spaced[:at] + mark + spaced[at:]

    assert phone_numbers.parse(spaced) == number


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    try:
        number = phone_numbers.parse(typed)
    except Invalid as refused:
        assert set(refused.errors) == {"phone"}
    else:
        assert re.fullmatch(r"\+[1-9][0-9]{6,14}", number, re.ASCII)
