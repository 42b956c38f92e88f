"""A real ClamAV daemon with one signature of our own, that of the EICAR test file."""

import socket

import pytest

from actors.delivery.circuit_breaker import ServerAway
from actors.scanning import clamav
from core.documents.refusals import TooLargeToScan
from tests.actors.scanning.infected_files import EICAR


def test_a_clean_file_passes_and_the_test_virus_is_named(scanner: str) -> None:
    clamav.check(scanner, b"%PDF-1.7 nothing of interest")

    with pytest.raises(clamav.InfectedFile) as found:
        clamav.check(scanner, EICAR)

    assert found.value.virus.startswith("Eicar-Test-Signature")
    assert clamav.ping(scanner).startswith("ClamAV")


def test_a_file_beyond_the_limit_of_the_scanner_is_refused_unchecked(scanner: str) -> None:
    with pytest.raises(TooLargeToScan):
        clamav.check(scanner, bytes(3_000_000))


def test_a_scanner_that_is_away_or_answers_nonsense_lets_nothing_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setattr(clamav, "ANSWERS_WITHIN", 0.2)

        with pytest.raises(ServerAway, match="virus scanner"):
            clamav.check(f"tcp://127.0.0.1:{port}", b"data")
    with pytest.raises(ServerAway):
        clamav.check("unix:///nowhere/clamd.ctl", b"data")


def test_without_a_scanner_nothing_is_asked() -> None:
    assert clamav.check("", EICAR) is None  # type: ignore[func-returns-value]
