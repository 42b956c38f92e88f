"""The user as whom PostgreSQL and Redis run: who started us, or one without a login for root."""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.console import run_quietly, say, stop

NAME = "countersign"


@dataclass(frozen=True, slots=True)
class ServerUser:
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """True when the servers have to give up root."""
        return self.uid != os.geteuid()

    def can_enter(self, folder: Path) -> bool:
        if not self.is_other:
            return os.access(folder, os.X_OK)
        return self.run(["test", "-x", str(folder)]).returncode == 0

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Runs a command as this user."""
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd="/",
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
        )

    def start(self, command: list[str], output: int) -> subprocess.Popen[bytes]:
        """Starts a server as this user; it ends when its starter ends it."""
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            start_new_session=True,
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
        )

    def become(self) -> None:
        """Gives up root for good in this process."""
        if self.is_other:
            os.setgroups([])
            os.setgid(self.gid)
            os.setuid(self.uid)

    def own(self, path: Path) -> None:
        if self.is_other:
            os.chown(path, self.uid, self.gid)


def find(existing: Path | None = None) -> ServerUser:
    """The owner of an existing folder of the servers, or the one to make a new folder for."""
    if os.geteuid() != 0:
        return ServerUser(os.getuid(), os.getgid())
    if existing is not None and existing.exists() and existing.stat().st_uid != 0:
        owner = existing.stat()
        return ServerUser(owner.st_uid, owner.st_gid)
    entry = _entry() or _make()
    return ServerUser(entry.pw_uid, entry.pw_gid)


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return None


def _make() -> pwd.struct_passwd:
    if sys.platform == "darwin" or not shutil.which("useradd"):
        stop(
            "PostgreSQL does not run as root, and a user for it cannot be created here.",
            "Please start Countersign as a regular user.",
        )
    say(f"User: creating {NAME}, without a login, for PostgreSQL and Redis")
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = ["useradd", *options, "--shell", "/usr/sbin/nologin", NAME]
    run_quietly(command, what=f"Making the user {NAME}")
    return pwd.getpwnam(NAME)
