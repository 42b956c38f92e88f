"""Records of running programs, which outlive what they name."""

import subprocess
import sys
import time
from pathlib import Path

import psutil

from deploy.embedded import process_records


def test_a_number_that_belongs_to_another_process_by_now_is_not_taken_for_it(
    tmp_path: Path,
) -> None:
    record = tmp_path / "web"
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        record.write_text(f"{stranger.pid} {psutil.Process(stranger.pid).create_time() - 1000}")

        found = process_records.process(record)
        process_records.end(record)

        assert found is None
        assert stranger.poll() is None
        stranger.kill()


def test_the_children_of_a_killed_program_are_ended(tmp_path: Path) -> None:
    record = tmp_path / "web"
    child = "import subprocess; subprocess.run(['sleep', '60'])"
    leader = subprocess.Popen([sys.executable, "-c", child], start_new_session=True)
    process_records.remember(record, leader.pid)
    left = _first_child(leader.pid)
    leader.kill()
    leader.wait()

    process_records.end_group(record)

    assert not left.is_running() or left.status() == psutil.STATUS_ZOMBIE


def test_a_broken_record_names_nobody(tmp_path: Path) -> None:
    record = tmp_path / "web"
    record.write_text("half a rec")

    assert process_records.process(record) is None


def _first_child(pid: int) -> psutil.Process:
    until = time.monotonic() + 60
    while not psutil.Process(pid).children():
        assert time.monotonic() < until
        time.sleep(0.02)
    return psutil.Process(pid).children()[0]
