"""What every test may ask for: the settings of a real, migrated, empty installation."""

import os
import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser

from core.settings.settings import Settings
from tenants.use_cases.sign_in import passwords
from tests.chromium import Chromium

ROOT = Path(__file__).parents[1]
# All tests come from one address.
UNLIMITED = dict.fromkeys(("RATE_API_READS", "RATE_API_LISTS", "RATE_API_CREATES"), "1000000")
# Hundreds of tests sign somebody in. The product's strength took half of the suite's time; that it
# is the product's is a test of its own, in a process that does not read this line.
passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def pytest_configure(config: pytest.Config) -> None:
    """What the set-up does as well: catalogs may have changed since."""
    if not hasattr(config, "workerinput"):
        from deploy.translations import compiling

        compiling.main()


@pytest.fixture(scope="session")
def services() -> Iterator[dict[str, str]]:
    """PostgreSQL and Redis, for this process alone: what counts jobs sees nobody else's."""
    from deploy import testing

    with testing.servers() as settings:
        os.environ.update(settings | UNLIMITED)
        yield dict(os.environ)


@pytest.fixture(scope="session")
def settings(services: dict[str, str]) -> Settings:
    from tenants import environment

    return environment.load()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Debian's browser; without it the browser tests are skipped."""
    found = shutil.which("chromium")
    if not found:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    started = Chromium(found)
    yield started
    started.quit()


@pytest.fixture
def browser(chromium: Chromium) -> Iterator[Browser]:
    with chromium.lent() as browser:
        yield browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first: in the end all processes have something short to do."""
    lines = (ROOT / "tests" / "slow.txt").read_text().splitlines()
    patterns = [line for line in lines if line and line[0] != "#"]
    paths = {item.path for item in items}
    slow = {
        path
        for path in paths
        if any(fnmatch(str(path.relative_to(ROOT)), pattern) for pattern in patterns)
    }
    items.sort(key=lambda item: item.path not in slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    not_tested = os.environ.get("COUNTERSIGN_NOT_TESTED")
    if not_tested:
        terminalreporter.section("NOT TESTED", sep="!", red=True, bold=True)
        terminalreporter.line(f"A program was missing, so these were skipped: {not_tested}.")
