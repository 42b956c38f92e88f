"""The libraries and servers that come from the operating system: found, installed or named."""

import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys

from actors.pdf.conversion import office
from deploy.console import run_quietly, say, stop

RUN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
OFFICE = ("libreoffice-writer-nogui", "libreoffice-calc-nogui", "libreoffice-impress-nogui")
THIRD_ENGINE = "libpoppler-glib8"
"""Compares pages, where it is there."""

TEST = ("chromium", "qpdf", "poppler-utils", THIRD_ENGINE, "clamav-daemon", "jq", *OFFICE)
TEST_PROGRAMS = {"chromium": "chromium", "qpdf": "qpdf", "poppler-utils": "pdftoppm"}
TEST_PROGRAMS |= {"clamav-daemon": "clamd"}
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


def missing(purpose: str) -> list[str]:
    """The Debian packages still wanted to run, to test as well, or for an image without servers."""
    if not shutil.which("apt-get"):
        return []
    wanted = [*RUN, *{"test": TEST, "image": (THIRD_ENGINE,)}.get(purpose, ())]
    if purpose != "image" and not redis_server():
        wanted.append("redis-server")
    if not _can_make_environments():
        wanted.append("python3-venv")
    return [name for name in wanted if name not in _installed(wanted)]


def install(packages: list[str]) -> list[str]:
    """Installs them and returns those that are only for tests and could not be had."""
    if not packages:
        return []
    prefix = _as_root()
    if prefix is None:
        return _cannot_install(packages)
    say(f"Debian packages: installing {' '.join(packages)}")
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    run_quietly([*quiet, "update"], what="apt-get update")
    command = [*quiet, "install", "-y", "--no-install-recommends", *packages]
    run_quietly(command, what="Installing the Debian packages")
    # Countersign does without it, so it may fail: another release calls it otherwise.
    subprocess.run([*quiet, "install", "-y", THIRD_ENGINE], capture_output=True, check=False)
    return []


def name_what_is_missing() -> None:
    """On systems without apt: stops with the names of what has to be installed by hand."""
    if shutil.which("apt-get"):
        return
    lacking = [name for name in LIBRARIES if not ctypes.util.find_library(name)]
    if not redis_server():
        lacking.append("redis-server")
    if not lacking:
        return
    if sys.platform == "darwin":
        stop(
            f"Countersign still needs {', '.join(lacking)}. Please run:",
            "  brew install pango redis",
        )
    stop(
        f"Countersign still needs {', '.join(lacking)}.",
        "Please install Pango, HarfBuzz and Redis (or Valkey) with your package manager.",
    )


def redis_server() -> str | None:
    """Where a server is that speaks Redis."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


def wheel_of_redis_fits() -> bool:
    """The wheel exists for CPython 3.11 on x86-64 Linux alone."""
    return (
        sys.platform == "linux"
        and os.uname().machine == "x86_64"
        and sys.implementation.name == "cpython"
        and sys.version_info[:2] == (3, 11)
    )


def _can_make_environments() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def _installed(names: list[str]) -> set[str]:
    query = ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *names]
    answer = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    rows = (line.split() for line in answer.splitlines())
    present = {row[0] for row in rows if row[1:] == ["installed"]}
    elsewhere = {name for name, program in TEST_PROGRAMS.items() if shutil.which(program)}
    # LibreOffice with windows has the same libraries, and those without would take its place.
    absent = office.missing()
    return present | elsewhere | {name for name in OFFICE if name.split("-")[1] not in absent}


def _as_root() -> list[str] | None:
    """What to put before a command so that it runs as root; None when nothing does."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if not sudo:
        return None
    asked = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    return [sudo, "-n"] if asked.returncode == 0 else None


def _cannot_install(packages: list[str]) -> list[str]:
    needed = [name for name in packages if name not in TEST]
    if needed == ["redis-server"] and wheel_of_redis_fits():
        needed = []
    if needed:
        stop(
            "Countersign still needs Debian packages. Please run this, then try again:",
            f"  sudo apt-get install -y --no-install-recommends {' '.join(packages)}",
        )
    return [name for name in packages if name in TEST]
