"""The embedded Redis: a server of the machine, on a socket of its own, that never evicts."""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import quote

from redis import Redis
from redis.exceptions import RedisError

from deploy.console import stop
from deploy.embedded.data_folder import DataFolder
from deploy.setup.system_packages import redis_server

# Redis only wakes workers: PostgreSQL holds the truth, so a second lost in a crash is harmless.
CONFIGURATION = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{folder}"
daemonize no
appendonly yes
appendfsync everysec
save ""
maxmemory 128mb
maxmemory-policy noeviction
"""


def make(folder: DataFolder) -> None:
    data = folder.servers / "redis"
    data.mkdir(mode=0o700, exist_ok=True)
    folder.user.own(data)
    configuration = data / "redis.conf"
    configuration.write_text(CONFIGURATION.format(socket=_socket(folder), folder=data))
    folder.user.own(configuration)


def command(folder: DataFolder) -> list[str]:
    return [_server(folder), str(folder.servers / "redis" / "redis.conf")]


def address(folder: DataFolder) -> str:
    return f"unix://{quote(str(_socket(folder)))}"


def answers(folder: DataFolder) -> bool:
    client = Redis(unix_socket_path=str(_socket(folder)), socket_timeout=1)
    try:
        return bool(client.ping())
    except RedisError:
        return False
    finally:
        client.close()


def _socket(folder: DataFolder) -> Path:
    return folder.sockets / "redis.sock"


def _server(folder: DataFolder) -> str:
    """One from PATH, else the wheel's, brought to where the servers' user can read it."""
    found = redis_server()
    if found:
        return found
    wheel = Path(sys.prefix) / "bin" / "redis-server"
    if not wheel.exists():
        stop("Redis is missing. Install it (Debian: apt-get install redis-server) and try again.")
    target = folder.servers / "programs" / "redis-server"
    if not target.exists():
        shutil.copy2(wheel, target)
        os.chmod(target, 0o755)  # noqa: S103, PTH101 - it runs as another user
    return str(target)
