import subprocess
import sys

import pytest
from argon2 import Parameters, Type, extract_parameters

from core.refusals import Invalid
from tenants.use_cases.sign_in import passwords

GOOD = "four blue herons wade"


def test_a_password_is_kept_as_argon2id_and_found_again() -> None:
    kept = passwords.hashed(GOOD, "one@example.com", "Signer One")

    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, GOOD)
    assert not passwords.matches(kept, GOOD + "s")
    assert not passwords.matches(kept, GOOD + "s" * 10_000)


def test_the_product_hashes_as_rfc_9106_recommends_where_memory_is_scarce() -> None:
    script = "from tenants.use_cases.sign_in import passwords; print(passwords.hasher.hash('x'))"
    command = [sys.executable, "-c", script]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    strength = extract_parameters(made)

    assert strength == Parameters(
        Type.ID, 19, 16, 32, time_cost=3, memory_cost=65536, parallelism=4
    )


def test_nobody_has_no_password() -> None:
    assert not passwords.matches(None, GOOD)
    assert not passwords.matches("", GOOD)


def test_an_accent_typed_in_two_ways_opens_the_same_door() -> None:
    kept = passwords.hashed("un e\u0301te\u0301 tre\u0300s chaud", "one@example.com", "Signer One")

    assert passwords.matches(kept, "un été très chaud")


@pytest.mark.parametrize(
    "text",
    ["Iloveyouforever1", "1q2w3e4r5t6y", "WelcomePassword!", "P@ssw0rd2026", "Administrator2026!"],
)
def test_the_list_that_we_ship_knows_what_is_guessed_first(text: str) -> None:
    with pytest.raises(Invalid):
        passwords.hashed(text, "one@example.com", "Signer One")


def test_the_list_is_in_the_form_it_is_compared_in() -> None:
    common = passwords.common()

    assert len(common) > 3_000
    assert all(line == line.casefold().strip() for line in common)
