"""The launcher from outside: what it says before anything is installed."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from deploy.console import ROOT

LAUNCHER = ROOT / "countersign"


def test_without_a_python_it_names_the_version_it_needs(tmp_path: Path) -> None:
    for program in ("sh", "uname", "dirname"):
        (tmp_path / program).symlink_to(str(shutil.which(program)))
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    launched = _launch("up", environment={"PATH": str(tmp_path)})

    assert launched.returncode == 1
    assert "needs Python 3.11 or newer" in launched.stderr
    assert launched.stderr.count("\n") == 2


def test_an_unknown_command_is_answered_with_the_known_ones() -> None:
    launched = _launch("dance")

    assert launched.returncode == 2
    assert "There is no command dance" in launched.stderr
    assert "doctor" in launched.stderr


def test_a_missing_setting_is_one_sentence_and_exit_2() -> None:
    launched = _launch(
        "migrate", environment={"PATH": os.environ["PATH"], "COUNTERSIGN_MODE": "production"}
    )

    assert launched.returncode == 2
    assert launched.stderr.startswith("DATABASE_URL is not set. ")
    assert launched.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_named_with_the_way_out(
    tmp_path: Path, services: dict[str, str]
) -> None:
    taken = services["SMTP_URL"].rpartition(":")[2]
    with socket.create_server(("127.0.0.1", int(taken))):
        launched = _launch(
            "up",
            environment={
                "PATH": os.environ["PATH"],
                "COUNTERSIGN_DATA": str(tmp_path / "data"),
                "COUNTERSIGN_PORT": taken,
            },
        )
    shutil.rmtree((tmp_path / "data" / "servers").resolve())

    assert launched.returncode == 1
    assert f"Port {taken} is used by another program" in launched.stderr
    assert "COUNTERSIGN_PORT=" in launched.stderr


def test_a_port_that_is_none_is_refused_in_one_sentence(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "COUNTERSIGN_DATA": str(tmp_path)}

    launched = _launch("up", environment=environment | {"COUNTERSIGN_PORT": "eighty"})
    shutil.rmtree((tmp_path / "servers").resolve())

    assert launched.returncode == 1
    assert "COUNTERSIGN_PORT is eighty, which is no port" in launched.stderr
    assert launched.stderr.count("\n") == 1


@pytest.mark.skipif(
    not os.environ.get("COUNTERSIGN_TEST_SETUP"),
    reason="a set-up from nothing takes a minute: ask for it with COUNTERSIGN_TEST_SETUP=1",
)
def test_an_ordinary_user_sets_up_a_clone_below_a_private_home(tmp_path: Path) -> None:
    clone = tmp_path / "home" / "clone"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
    clone.parent.chmod(0o700)
    ordinary = {}
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "nobody", clone.parent], check=True)
        for folder in (tmp_path, *tmp_path.parents[:2]):
            folder.chmod(0o755)
        ordinary = {"user": "nobody"}

    helped = subprocess.run(
        [clone / "countersign", "doctor"],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(clone.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        **ordinary,
    )

    assert "ok  Python packages" in helped.stdout, helped.stderr
    assert "ok  Browser files" in helped.stdout


def _launch(
    *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LAUNCHER, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
