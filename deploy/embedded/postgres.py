"""The embedded PostgreSQL: the programs of a wheel, a cluster with passwords, sockets only."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from deploy.console import ROOT, say, stop
from deploy.embedded import postgres_programs, secret_files
from deploy.embedded.data_folder import DataFolder

SUPERUSER = "postgres"
ROLES = ("owner", "app", "relay", "backup")
DATABASE = "countersign"
ROLES_SQL = ROOT / "deploy" / "sql" / "roles.sql"

# For a small machine; every commit reaches the disk before anyone is told "signed".
CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "maintenance_work_mem": "32MB",
    "max_wal_size": "256MB",
    "wal_compression": "on",
    "synchronous_commit": "on",
    "jit": "off",
    "io_workers": "1",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "autovacuum_max_workers": "2",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Parameters, and rows that a constraint quotes, are people's data: they never reach a log.
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def cluster(folder: DataFolder) -> Path:
    return folder.servers / "postgres"


def make(folder: DataFolder, *, throwaway: bool = False) -> None:
    """Makes the cluster where there is none; stops if another version of PostgreSQL made it."""
    postgres_programs.bring(folder)
    if not cluster(folder).exists():
        say("PostgreSQL: creating the database")
        # Beside its place and moved there when complete: a broken attempt is forgotten.
        new = folder.servers / "postgres.new"
        shutil.rmtree(new, ignore_errors=True)
        initialize(folder, new)
        new.rename(cluster(folder))
    found = (cluster(folder) / "PG_VERSION").read_text().strip()
    if found != postgres_programs.major():
        stop(
            f"The data was made by PostgreSQL {found} and this is {postgres_programs.major()}: "
            "run ./countersign upgrade-database once, then start again."
        )
    _configure(folder, CONFIGURATION | (THROWAWAY if throwaway else {}))
    _clear_stale_lock(folder)


def command(folder: DataFolder) -> list[str]:
    return [str(postgres_programs.path(folder, "postgres")), "-D", str(cluster(folder))]


def address(folder: DataFolder, role: str, database: str = DATABASE) -> str:
    """The URL with which a role connects."""
    secret = secret_files.password(folder.secrets, f"postgres-{role}")
    return f"postgresql://{role}:{secret}@/{database}?host={quote(str(folder.sockets))}"


def answers(folder: DataFolder) -> bool:
    try:
        psycopg.connect(address(folder, SUPERUSER, "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError as error:
        if "authentication failed" in str(error):
            stop(
                f"PostgreSQL refuses the password in {folder.secrets}: it is not this database's.",
                "Put back the folder secrets that belongs to the data, for example from a backup.",
            )
        return False
    return True


def end_orphan(folder: DataFolder) -> None:
    """Stops a server of this cluster that no one remembers having started."""
    found = _server(folder)
    if found is not None:
        found.send_signal(signal.SIGINT)
        found.wait(60)


def make_roles(folder: DataFolder) -> None:
    """Runs the same file as production does; skipped while it has not changed."""
    stamp = cluster(folder) / "roles.sql.done"
    script = ROLES_SQL.read_text()
    if stamp.exists() and stamp.read_text() == script:
        return
    passwords = {role: secret_files.password(folder.secrets, f"postgres-{role}") for role in ROLES}
    settings = "".join(f"\\set {role}_password '{value}'\n" for role, value in passwords.items())
    # Through standard input: arguments of a command can be read by everyone on the machine.
    finished = subprocess.run(
        [str(postgres_programs.path(folder, "psql")), "--no-psqlrc", "--quiet"],
        input=settings + script,
        env=client_environment(folder),
        text=True,
        capture_output=True,
        check=False,
    )
    if finished.returncode:
        stop("The database roles could not be created.", finished.stderr.strip())
    stamp.write_text(script)


def client_environment(folder: DataFolder) -> dict[str, str]:
    """For PostgreSQL's own programs, run as the superuser of the cluster."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PGHOST": str(folder.sockets),
        "PGUSER": SUPERUSER,
        "PGDATABASE": "postgres",
        "PGPASSWORD": secret_files.password(folder.secrets, f"postgres-{SUPERUSER}"),
    }


def initialize(folder: DataFolder, target: Path) -> None:
    password = folder.servers / "password"
    secret_files.write(password, secret_files.password(folder.secrets, f"postgres-{SUPERUSER}"))
    folder.user.own(password)
    options = ["--auth=scram-sha-256", f"--username={SUPERUSER}", f"--pwfile={password}"]
    language = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    initdb = [str(postgres_programs.path(folder, "initdb")), *options, *language, "--locale=C"]
    finished = folder.user.run([*initdb, "--no-instructions", f"--pgdata={target}"])
    password.unlink()
    if finished.returncode:
        stop("The database could not be created.", finished.stderr.strip())


def _configure(folder: DataFolder, values: dict[str, str]) -> None:
    # The folder's name is one element of a list, and may hold blanks.
    values = values | {"unix_socket_directories": f'"{folder.sockets}"'}
    own = cluster(folder) / "countersign.conf"
    own.write_text("".join(f"{name} = {_quoted(value)}\n" for name, value in values.items()))
    folder.user.own(own)
    main = cluster(folder) / "postgresql.conf"
    line = "include 'countersign.conf'\n"
    if not main.read_text().endswith(line):
        with main.open("a") as file:
            file.write(line)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _clear_stale_lock(folder: DataFolder) -> None:
    """
    After a crash the number in postmaster.pid may belong to another program by now.

    PostgreSQL would not start beside it, even if that is the server of another cluster.
    """
    if _server(folder) is None:
        (cluster(folder) / "postmaster.pid").unlink(missing_ok=True)
        for lock in folder.sockets.glob(".s.PGSQL.*.lock"):
            lock.unlink()


def _server(folder: DataFolder) -> psutil.Process | None:
    """The living server of this very cluster."""
    try:
        lines = (cluster(folder) / "postmaster.pid").read_text().splitlines()
        found = psutil.Process(int(lines[0]))
        own = "postgres" in found.name() and str(cluster(folder)) in found.cmdline()
        return found if own else None
    except (FileNotFoundError, IndexError, ValueError, psutil.Error):
        return None
