"""Real servers for copies, S3 and WebDAV: rclone serves a folder by both."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_connection

from tests.ports import free_port

PATIENCE = 60
USER, SECRET = "countersign", "a secret of its own"


@contextmanager
def serving(kind: str, folder: Path) -> Iterator[str]:
    """Its address. A bucket of S3 is a folder in this one."""
    port = free_port()
    own = {"s3": ["--auth-key", f"{USER},{SECRET}"], "webdav": ["--user", USER, "--pass", SECRET]}
    program = str(Path(sys.executable).with_name("rclone"))
    command = [program, "serve", kind, str(folder), "--addr", f"127.0.0.1:{port}", *own[kind]]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)
