"""The settings of an embedded installation: secrets kept in files, addresses made anew."""

import os
import shlex
import socket
from pathlib import Path
from urllib.parse import quote

from deploy.console import stop
from deploy.embedded import data_folder, postgres, redis, secret_files
from deploy.embedded.data_folder import DataFolder

KEYS = {"MASTER_KEY": "master-key", "LINK_KEY": "link-key", "SESSION_KEY": "session-key"}


def port() -> int:
    wanted = os.environ.get("COUNTERSIGN_PORT") or "8000"
    if not wanted.isascii() or not wanted.isdigit() or not 0 < int(wanted) < 65_536:
        stop(f"COUNTERSIGN_PORT is {wanted}, which is no port: give a number from 1024 to 65535.")
    return int(wanted)


def write_environment(folder: DataFolder, web_port: int) -> dict[str, str]:
    """Writes the file env of the data folder, from which every program takes its settings."""
    for part in ("objects", "mailbox"):
        (folder.path / part).mkdir(mode=0o700, exist_ok=True)
    values = {
        "COUNTERSIGN_MODE": "embedded",
        "COUNTERSIGN_DATA": str(folder.path),
        "DATABASE_URL": postgres.address(folder, "app"),
        "DATABASE_OWNER_URL": postgres.address(folder, "owner"),
        "DATABASE_RELAY_URL": postgres.address(folder, "relay"),
        "REDIS_URL": redis.address(folder),
        "OBJECTS_URL": f"file://{quote(str(folder.path))}/objects",
        "BASE_URL": os.environ.get("BASE_URL") or f"http://localhost:{web_port}",
        "SMTP_URL": f"smtp://127.0.0.1:{free_port(web_port + 25)}",
        "MAIL_FROM": "Countersign <no-reply@countersign.example>",
        "MAILBOX_DIR": str(folder.path / "mailbox"),
        "DEMO_PASSWORD": secret_files.phrase(folder.secrets, "demo-password"),
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "INFO"),
        "GRANIAN_HOST": "127.0.0.1",
        "GRANIAN_PORT": str(web_port),
    }
    values |= {name: secret_files.key(folder.secrets, file) for name, file in KEYS.items()}
    lines = (f"{name}={shlex.quote(value)}\n" for name, value in values.items())
    secret_files.write(folder.environment, "".join(lines))
    return values


def read_environment(path: Path) -> dict[str, str]:
    pairs = (line.partition("=") for line in path.read_text().splitlines())
    return {name: "".join(shlex.split(value)) for name, _, value in pairs}


def free_port(wanted: int) -> int:
    return next(number for number in range(wanted, 65_536) if is_free(number))


def adopt_environment() -> None:
    """Commands typed by hand find the embedded installation when no other one is named."""
    file = data_folder.location() / "env"
    if "DATABASE_URL" in os.environ or "COUNTERSIGN_MODE" in os.environ:
        return
    if os.access(file, os.R_OK):
        for name, value in read_environment(file).items():
            os.environ.setdefault(name, value)


def is_free(number: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except PermissionError:
            stop(f"Port {number} is for root alone. Choose one above 1023 with COUNTERSIGN_PORT.")
        except OSError:
            return False
    return True
