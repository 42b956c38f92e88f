"""Where an embedded installation keeps everything, and who may enter which part of it."""

import hashlib
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from deploy.console import ROOT, stop
from deploy.embedded import server_user
from deploy.embedded.server_user import ServerUser

# A socket's path must fit into 104 bytes on macOS and 108 on Linux.
LONGEST_SOCKET = 100
FALLBACK = Path("/var/lib/countersign")


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Ours: secrets, logs, documents, mail. The servers': databases, sockets, their programs."""

    path: Path
    servers: Path
    sockets: Path
    user: ServerUser

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def running(self) -> Path:
        """Holds a file for each running program."""
        return self.path / "running"

    @property
    def environment(self) -> Path:
        return self.path / "env"


def location() -> Path:
    return Path(os.environ.get("COUNTERSIGN_DATA") or ROOT / ".countersign").absolute()


def prepare(path: Path | None = None) -> DataFolder:
    """Makes what is missing; stops with a sentence where the servers could not get in."""
    path = path or location()
    path.mkdir(parents=True, exist_ok=True)
    if not os.access(path, os.W_OK | os.X_OK):
        stop(f"{path} cannot be written to. Give it to the user who starts Countersign.")
    servers = _servers(path)
    user = server_user.find(servers)
    servers.mkdir(parents=True, exist_ok=True)
    user.own(servers)
    if not user.is_other and servers.stat().st_uid != os.geteuid():
        stop(
            f"{servers} belongs to another user, who started Countersign here before.",
            "Start it as that user, or choose another folder with COUNTERSIGN_DATA.",
        )
    servers.chmod(0o700)
    _check_entry(user, servers)
    folder = DataFolder(path, servers, _sockets(servers, user), user)
    for part in (folder.secrets, folder.logs, folder.running):
        part.mkdir(mode=0o700, exist_ok=True)
    return folder


def _servers(path: Path) -> Path:
    """Inside the data folder; elsewhere where root's servers could not enter that one."""
    inside = path / "servers"
    if inside.exists():
        return inside.resolve()
    if os.geteuid() != 0:
        path.chmod(0o700)
        return inside
    path.chmod(0o711)
    if server_user.find().can_enter(path):
        return inside
    outside = FALLBACK / f"{path.parent.name}-{secrets.token_hex(4)}"
    outside.mkdir(parents=True)
    inside.symlink_to(outside)
    return outside


def _check_entry(user: ServerUser, servers: Path) -> None:
    if user.can_enter(servers):
        return
    blocked = next((p for p in reversed(servers.parents) if not user.can_enter(p)), servers)
    stop(
        f"The user of PostgreSQL cannot enter {blocked}, so it cannot reach its data in {servers}.",
        f"Allow it to pass (chmod o+x {blocked}), or choose a folder with COUNTERSIGN_DATA.",
    )


def _sockets(servers: Path, user: ServerUser) -> Path:
    folder = servers / "sockets"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET:
        name = hashlib.sha256(os.fsencode(servers)).hexdigest()[:12]
        folder = Path("/tmp") / f"countersign-{name}"  # noqa: S108 - owner and mode are checked
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        user.own(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.uid:
        stop(f"{folder} belongs to someone else. Remove it, or choose a shorter COUNTERSIGN_DATA.")
    folder.chmod(0o700)
    return folder
