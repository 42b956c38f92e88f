import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.refusals import Invalid
from core.sign_in import password

COMMON = frozenset({"password", "passwordpassword", "summerwinter"})


def refused(text: str, email: str = "one@example.com", name: str = "Signer One") -> str:
    try:
        password.check(text, email, name, COMMON)
    except Invalid as invalid:
        assert set(invalid.errors) == {"password"}
        return invalid.errors["password"]
    return ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("elevenchars", password.TOO_SHORT),
        ("", password.TOO_SHORT),
        ("long" * 65, password.TOO_LONG),
        ("passwordpassword", password.TOO_COMMON),
        ("PasswordPassword1!", password.TOO_COMMON),
        ("**P@ssw0rd2026**", password.TOO_COMMON),
        ("summer winter", password.TOO_COMMON),
        ("abababababab", password.TOO_PLAIN),
        ("            ", password.TOO_PLAIN),
        ("123456789012", password.TOO_PLAIN),
        ("qwertyuiop987654", password.TOO_PLAIN),
        ("Countersign2026!", password.TOO_CLOSE),
        ("c0unter5ign-1234", password.TOO_CLOSE),
        ("one@example.com", password.TOO_CLOSE),
        ("SignerOne#2026", password.TOO_CLOSE),
    ],
)
def test_what_is_guessed_first_is_refused_with_its_reason(text: str, why: str) -> None:
    assert refused(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "correct horse battery staple",
        "four blue herons wade",
        "x9$Tq-LmR4!vz",
        "пять синих цапель",
        "五羽の青い鷺が川を静かに渡る",
    ],
)
def test_words_in_a_row_are_good_enough_in_any_alphabet(text: str) -> None:
    assert refused(text) == ""


def test_a_short_name_forbids_no_password_that_happens_to_hold_it() -> None:
    assert refused("four blue herons wade", "al@example.com", "Al Wade") == ""


def test_the_same_characters_count_the_same_however_they_were_typed() -> None:
    assert password.normal("e\u0301te\u0301") == password.normal("été")


@given(st.text(max_size=11))
def test_nothing_short_ever_passes(text: str) -> None:
    assert refused(text) or len(password.normal(text)) >= password.SHORTEST


@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_typed_is_answered(text: str, email: str, name: str) -> None:
    assert isinstance(refused(text, email, name), str)
