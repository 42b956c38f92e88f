"""A real ClamAV daemon with one signature of our own, that of the EICAR test file."""

import hashlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from actors.delivery.circuit_breaker import ServerAway
from actors.scanning import clamav
from core.documents.refusals import TooLargeToScan

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
ABSENT = "clamd, the daemon of ClamAV, is not installed"


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if not program:
        pytest.skip(ABSENT)
    folder = tmp_path_factory.mktemp("clamav")
    place = Path("/tmp") / f"clamd-{folder.parent.name}-{time.monotonic_ns()}.ctl"  # noqa: S108
    signatures = folder / "signatures"
    signatures.mkdir()
    digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (signatures / "own.hdb").write_text(f"{digest}:{len(EICAR)}:Eicar-Test-Signature\n")
    settings = folder / "clamd.conf"
    settings.write_text(
        f"LocalSocket {place}\nDatabaseDirectory {signatures}\nForeground yes\n"
        "StreamMaxLength 1M\nConcurrentDatabaseReload no\n"
    )
    with subprocess.Popen(
        [program, "-c", settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as daemon:
        url = f"unix://{place}"
        until = time.monotonic() + 60
        while not _answers(url) and daemon.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        yield url
        daemon.terminate()
    place.unlink(missing_ok=True)


def _answers(url: str) -> bool:
    try:
        return bool(clamav.ping(url))
    except OSError:
        return False


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
