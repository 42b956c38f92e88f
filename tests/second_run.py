"""
A pytest plugin: tests that failed beside others are run once more, alone.

A test that fails only because all processors were busy stops no release; it is named, with what
it said. A worker's crash, an error while collecting, a run that was stopped and more than twelve
failures are final.
"""

import os
import subprocess
import sys

import pytest

MOST = 12
ALONE = "PYTEST_RUN_ALONE"


class SecondRun:
    def __init__(self) -> None:
        self.crashed = False
        self.failed: list[str] = []
        self.passed_alone = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.nodeid not in self.failed:
            self.failed.append(report.nodeid)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, error: object | None) -> None:
        self.crashed = self.crashed or error is not None

    @pytest.hookimpl(trylast=True)  # The workers have gone by then.
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        final = self.crashed or session.exitstatus != pytest.ExitCode.TESTS_FAILED
        if final or not 1 <= len(self.failed) <= MOST:
            return
        print(f"\n\nRun once more, alone: {', '.join(self.failed)}", flush=True)
        command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "tests.second_run"]
        alone = subprocess.run(
            [*command, *self.failed],
            cwd=session.config.rootpath,
            env=os.environ | {ALONE: "1"},
            check=False,
        )
        session.exitstatus = alone.returncode
        self.passed_alone = alone.returncode == 0

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.passed_alone:
            return
        tests = "1 test" if len(self.failed) == 1 else f"{len(self.failed)} tests"
        terminalreporter.section("FAILED BESIDE OTHERS", sep="!", yellow=True, bold=True)
        terminalreporter.line(
            f"{tests} failed beside others and passed alone: {', '.join(self.failed)}"
        )
        stats = terminalreporter.stats
        for report in stats.pop("failed", []) + stats.pop("error", []):
            terminalreporter.line(report.longreprtext)
            stats.setdefault("passed alone", []).append(report)


class Alone:
    """The second run: a test that is skipped in it has not passed."""

    def __init__(self) -> None:
        self.skipped = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.skipped = self.skipped or report.skipped

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_configure(config: pytest.Config) -> None:
    if ALONE in os.environ:
        config.pluginmanager.register(Alone())
    elif config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SecondRun())
