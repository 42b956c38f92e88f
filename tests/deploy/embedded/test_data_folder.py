"""Where the embedded data may lie, and what is said where it may not."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded import data_folder, postgres

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives its servers another user")


@pytest.fixture
def place() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    for servers in made.rglob("servers"):
        shutil.rmtree(servers.resolve(), ignore_errors=True)
    shutil.rmtree(made)


@as_root
def test_root_gives_the_servers_a_user_and_a_folder_of_their_own(place: Path) -> None:
    folder = data_folder.prepare(place / "data")

    assert folder.user.is_other
    assert folder.servers == place / "data" / "servers"
    assert folder.servers.stat().st_uid == folder.user.uid
    assert folder.servers.stat().st_mode & 0o777 == 0o700


@as_root
def test_the_servers_folder_moves_out_of_a_home_they_cannot_enter(place: Path) -> None:
    place.chmod(0o700)

    folder = data_folder.prepare(place / "data")

    assert folder.servers.parent == data_folder.FALLBACK
    assert folder.user.can_enter(folder.servers)
    assert data_folder.prepare(place / "data").servers == folder.servers
    assert place.stat().st_mode & 0o777 == 0o700


@as_root
def test_a_folder_that_cannot_be_entered_any_more_is_named(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data_folder.prepare(place / "data")
    place.chmod(0o700)

    with pytest.raises(SystemExit):
        data_folder.prepare(place / "data")

    said = capsys.readouterr().err
    assert f"cannot enter {place}" in said
    assert f"chmod o+x {place}" in said


def test_sockets_find_a_short_place_when_the_path_is_long(place: Path) -> None:
    long = place / ("long" * 30)

    folder = data_folder.prepare(long)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder.sockets / ".s.PGSQL.5432.lock"))
    assert folder.sockets.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(folder.sockets)


def test_a_socket_folder_of_somebody_else_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = place / ("long" * 30)
    folder = data_folder.prepare(long)
    shutil.rmtree(folder.sockets)
    folder.sockets.symlink_to(place)

    with pytest.raises(SystemExit):
        data_folder.prepare(long)

    assert "belongs to someone else" in capsys.readouterr().err
    folder.sockets.unlink()


def test_data_of_another_postgresql_is_one_sentence_that_names_the_command(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data_folder.prepare(place / "data")
    cluster = postgres.cluster(folder)
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("17\n")

    with pytest.raises(SystemExit):
        postgres.make(folder)

    said = capsys.readouterr().err
    assert "made by PostgreSQL 17" in said
    assert "./countersign upgrade-database" in said
    assert said.count("\n") == 1


def test_a_pid_file_whose_number_another_program_has_by_now_is_no_obstacle(place: Path) -> None:
    folder = data_folder.prepare(place / "data")
    postgres.make(folder, throwaway=True)
    left = postgres.cluster(folder) / "postmaster.pid"
    left.write_text(f"{os.getpid()}\n")

    postgres.make(folder, throwaway=True)

    assert not left.exists()
