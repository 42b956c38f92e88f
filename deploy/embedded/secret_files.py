"""Passwords and keys of the embedded mode: made once, each in a file only its owner can read."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def password(folder: Path, name: str) -> str:
    """Kept under this name; made of letters that need no quoting in an address."""
    return _keep(folder / name, lambda: secrets.token_hex(20))


def phrase(folder: Path, name: str) -> str:
    """A password that a person types: short, without letters that look alike."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))
    return _keep(folder / name, lambda: "-".join(groups))


def key(folder: Path, name: str) -> str:
    """32 random bytes in base64."""
    return _keep(folder / name, lambda: base64.b64encode(secrets.token_bytes(32)).decode())


def write(path: Path, text: str) -> None:
    """Replaces a file at once; no one but its owner ever sees the new text."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)


def _keep(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        write(path, make())
    return path.read_text()
