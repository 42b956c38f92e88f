"""Each line of the cases' settings.txt is refused by the doctor with the setting's name."""

from pathlib import Path

import pytest

from deploy.console import ROOT
from deploy.health import settings_check

CASES = ROOT.parent / "shared" / "cases" / "settings.txt"


def lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
@pytest.mark.parametrize("line", lines(CASES))
def test_a_wrong_setting_is_named_and_how_to_write_it_is_said(
    line: str, services: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, _, value = line.partition("=")
    monkeypatch.setenv(name, value)

    settings, wrong = settings_check.read()

    assert settings is None
    assert len(wrong) == 1 and wrong[0].startswith(f"{name} ")
    assert "%25" in wrong[0] or "must" in wrong[0]
    assert value not in wrong[0]


def test_all_that_is_wrong_is_told_in_one_round(
    services: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SMTP_URL", "MAIL_FROM", "DNS_SERVER", "RATE_SENDS", "TRUSTED_PROXIES"):
        monkeypatch.setenv(name, "nonsense")

    _, wrong = settings_check.read()

    assert [sentence.split()[0] for sentence in wrong] == [
        "SMTP_URL",
        "MAIL_FROM",
        "DNS_SERVER",
        "TRUSTED_PROXIES",
        "RATE_SENDS",
    ]


def test_an_option_that_the_database_does_not_know_is_found_at_start(
    services: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", services["DATABASE_URL"] + "?pool_sise=4")

    _, wrong = settings_check.read()

    assert wrong == [
        "DATABASE_URL cannot be read by PostgreSQL's library. Check what follows the name of"
        " the database, and write % in a user name or password as %25."
    ]
