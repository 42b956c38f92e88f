"""The virtual environment .venv: made once and filled from the hashed lock."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from deploy.console import ROOT, run_quietly, say

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "countersign.stamp"


def ready() -> bool:
    """The packages of this very lock are installed, and the environment was not moved."""
    return STAMP.is_file() and STAMP.read_text() == _state() and _runs()


def make() -> None:
    if ready():
        return
    if not _runs():
        say("Virtual environment: creating .venv")
        FOLDER.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "venv", "--clear", str(FOLDER)]
        run_quietly(command, what="Creating the virtual environment")
    say("Python packages: installing by hash (the first time takes about a minute)")
    install_lock("requirements.txt")
    _pip("--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT))
    STAMP.write_text(_state())


def install_lock(name: str) -> None:
    """Installs exactly what a lock of the project names, by hash."""
    _pip("--no-deps", "--require-hashes", "-r", str(ROOT / name))


def _pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run_quietly([*command, *arguments], what="Installing the Python packages")


def _state() -> str:
    digest = hashlib.sha256(str(FOLDER).encode())
    for name in ("requirements.txt", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _runs() -> bool:
    """False as well when .venv was copied from elsewhere: its scripts would point back there."""
    if not os.access(PYTHON, os.X_OK):
        return False
    show = [str(PYTHON), "-c", "import sys; print(sys.prefix)"]
    answer = subprocess.run(show, capture_output=True, text=True, check=False).stdout.strip()
    return bool(answer) and Path(answer).resolve() == FOLDER.resolve() and _scripts_point_here()


def _scripts_point_here() -> bool:
    script = FOLDER / "bin" / "pip"
    return script.is_file() and str(FOLDER) in script.read_text(errors="replace").splitlines()[0]
