"""What failed beside other tests gets a second run, in a small project of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import testing

ROOT = Path(__file__).parents[2]
# Whether this process works beside others.
BESIDE = "import os\nBESIDE = 'PYTEST_XDIST_WORKER' in os.environ\n"
STEADY = "def test_steady():\n    pass\n"
FLAKY = BESIDE + "def test_flaky():\n    assert not BESIDE, 'too busy'\n"
SET_UP = BESIDE + (
    "import pytest\n"
    "@pytest.fixture\ndef thing():\n    assert not BESIDE\n"
    "def test_set_up(thing):\n    pass\n"
)
WRONG = "def test_wrong():\n    assert 1 == 2\n"
SKIPPED = BESIDE + (
    "import pytest\n"
    "def test_skipped():\n    if not BESIDE:\n        pytest.skip('not here')\n    assert 1 == 2\n"
)
MANY = BESIDE + (
    "import pytest\n"
    "@pytest.mark.parametrize('n', range(13))\ndef test_many(n):\n    assert not BESIDE\n"
)
CRASH = BESIDE + "def test_crash():\n    if BESIDE:\n        os._exit(1)\n"
BROKEN = BESIDE + "assert not BESIDE\ndef test_broken():\n    pass\n"


def run(project: Path, *options: str, **files: str) -> tuple[int, str]:
    for name, text in files.items():
        (project / f"test_{name}.py").write_text(text)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment["PYTEST_ADDOPTS"] = "-p xdist.plugin"
    command = [sys.executable, "-m", "pytest", "-n", "1", "-p", "tests.second_run", *options]
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def closing(output: str) -> str:
    """Pytest's last line, without the time."""
    return re.sub(r" in [\d.]+s.*", "", output.splitlines()[-1]).strip("= ")


def test_what_passes_alone_is_named_and_stops_nothing(tmp_path: Path) -> None:
    code, output = run(tmp_path, steady=STEADY, flaky=FLAKY, set_up=SET_UP)

    names = "test_flaky.py::test_flaky, test_set_up.py::test_set_up"
    there = re.search(r"2 tests failed beside others and passed alone: (.*)", output)
    assert code == 0
    assert there is not None
    assert set(there[1].split(", ")) == set(names.split(", "))
    assert "too busy" in output
    assert closing(output) == "1 passed, 2 passed alone"


def test_what_fails_alone_too_stops_the_release(tmp_path: Path) -> None:
    code, output = run(tmp_path, steady=STEADY, flaky=FLAKY, wrong=WRONG)

    assert code == 1
    assert "Run once more, alone: " in output
    assert "passed alone" not in output
    assert closing(output) == "2 failed, 1 passed"


def test_what_is_skipped_alone_has_not_passed(tmp_path: Path) -> None:
    code, output = run(tmp_path, steady=STEADY, skipped=SKIPPED)

    assert code == 1
    assert "passed alone" not in output
    assert closing(output) == "1 failed, 1 passed"


def test_without_failures_there_is_one_run(tmp_path: Path) -> None:
    code, output = run(tmp_path, steady=STEADY)

    assert code == 0
    assert "alone" not in output
    assert closing(output) == "1 passed"


@pytest.mark.parametrize(
    "files",
    [{"many": MANY}, {"crash": CRASH}, {"broken": BROKEN}],
    ids=lambda files: next(iter(files)),
)
def test_many_failures_a_crash_and_an_error_while_collecting_are_final(
    tmp_path: Path, files: dict[str, str]
) -> None:
    code, output = run(tmp_path, steady=STEADY, **files)

    assert code != 0
    assert "alone" not in output


@pytest.mark.parametrize("options", [("-x",), ("-n", "0")], ids=["stopped", "one process"])
def test_a_run_that_was_stopped_or_not_beside_others_is_final(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    failing = STEADY + "def test_first():\n    import os\n    assert os.path.exists('x')\n"

    code, output = run(tmp_path, *options, first=failing)

    assert code != 0
    assert "alone" not in output


@pytest.mark.parametrize(
    ("options", "given"),
    [
        ([], True),
        (["-k", "sealing"], True),
        (["tests/core"], False),
        (["tests/test_docs.py::x"], False),
    ],
)
def test_a_run_that_names_files_gets_no_second_one(options: list[str], given: bool) -> None:
    assert ("tests.second_run" in testing.pytest_command(options)) is given
