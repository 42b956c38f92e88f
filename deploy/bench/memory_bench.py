"""What an idle installation holds in memory: proportional set sizes, in megabytes."""

from pathlib import Path
from typing import Any

import psutil

from deploy.embedded import data_folder


def measure() -> dict[str, Any]:
    """Of all processes below the supervisor. Linux only: elsewhere no one counts shared pages."""
    if not Path("/proc/self/smaps_rollup").exists():
        return {"skipped": "this system does not say what is shared"}
    shares: dict[str, float] = {}
    for process in _processes():
        name = _name(process)
        shares[name] = shares.get(name, 0) + _proportional(process)
    rounded = {name: round(size, 1) for name, size in sorted(shares.items())}
    return {"total_mb": round(sum(shares.values()), 1), "by_program_mb": rounded}


def _processes() -> list[psutil.Process]:
    """Everything whose environment or files belong to this installation's data folder."""
    folder = str(data_folder.location())
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("COUNTERSIGN_DATA") == folder or folder in str(
                process.cmdline()
            ):
                found.append(process)
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    children = [child for process in found for child in process.children(recursive=True)]
    return list({process.pid: process for process in (*found, *children)}.values())


def _name(process: psutil.Process) -> str:
    line = " ".join(process.cmdline()) or process.name()
    known = ("actors.worker", "actors.relay", "deploy.embedded.mailbox", "granian", "supervisord")
    return next((name for name in known if name in line), process.name())


def _proportional(process: psutil.Process) -> float:
    try:
        rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024
