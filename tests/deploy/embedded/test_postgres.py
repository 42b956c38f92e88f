"""Files that a killed PostgreSQL leaves: cleared when their number is anybody else's."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from deploy.embedded import postgres
from deploy.embedded.data_folder import DataFolder
from deploy.embedded.server_user import ServerUser


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    for name in ("servers/postgres", "sockets"):
        (tmp_path / name).mkdir(parents=True)
    return DataFolder(
        tmp_path, tmp_path / "servers", tmp_path / "sockets", ServerUser(os.geteuid(), os.getegid())
    )


@pytest.mark.parametrize(
    "left",
    ["", "not a number", "999999999", str(os.getpid())],
    ids=["empty", "no number", "nobody", "somebody else"],
)
def test_a_stale_postmaster_pid_is_cleared(folder: DataFolder, left: str) -> None:
    files = leave(folder, left)

    postgres._clear_stale_lock(folder)

    assert [file.exists() for file in files] == [False, False]


def test_the_server_of_another_cluster_is_a_stranger_as_well(
    folder: DataFolder, tmp_path: Path
) -> None:
    with named_postgres(tmp_path, "-D", str(tmp_path / "another")) as other:
        files = leave(folder, str(other.pid))

        postgres._clear_stale_lock(folder)

        assert [file.exists() for file in files] == [False, False]
        assert other.poll() is None
        other.kill()


def test_our_own_living_server_is_left_alone(folder: DataFolder, tmp_path: Path) -> None:
    with named_postgres(tmp_path, "-D", str(postgres.cluster(folder))) as own:
        files = leave(folder, str(own.pid))

        postgres._clear_stale_lock(folder)

        assert [file.exists() for file in files] == [True, True]
        own.kill()


def leave(folder: DataFolder, number: str) -> list[Path]:
    files = [
        postgres.cluster(folder) / "postmaster.pid",
        folder.sockets / ".s.PGSQL.5432.lock",
    ]
    for file in files:
        file.write_text(f"{number}\n" if number else "")
    return files


def named_postgres(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A process that has the name of PostgreSQL, and these arguments."""
    program = folder / "programs" / "postgres"
    program.parent.mkdir()
    shutil.copy2(os.path.realpath("/bin/sh"), program)
    waiting = [str(program), "-c", "read line", *arguments]
    process = subprocess.Popen(waiting, stdin=subprocess.PIPE)
    until = time.monotonic() + 60
    # While a program is being loaded, its new name can be read before its new arguments.
    while not _runs(process, program):
        assert time.monotonic() < until
        time.sleep(0.01)
    return process


def _runs(process: subprocess.Popen[bytes], program: Path) -> bool:
    seen = psutil.Process(process.pid)
    return seen.name() == program.name and seen.cmdline()[:1] == [str(program)]
