"""Short lines about what is being set up, and the one way to stop with a sentence."""

import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / ".countersign" / "set-up.log"


def say(line: str) -> None:
    print(f"· {line}", flush=True)


def stop(*sentences: str) -> NoReturn:
    """Ends the command with sentences that say what is wrong and what to do."""
    print("\n".join(sentences), file=sys.stderr, flush=True)
    raise SystemExit(1)


def run_quietly(command: list[str], *, what: str, cwd: Path | None = None) -> None:
    """Runs a step whose output only matters when it fails; then its last lines are shown."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("ab") as output:
        finished = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            cwd=cwd,
        )
    if finished.returncode:
        last = LOG.read_text(errors="replace").splitlines()[-15:]
        stop(f"{what} did not work. The end of {LOG}:", *last)
