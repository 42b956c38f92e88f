"""The command `countersign`: each subcommand is a module that is loaded when it is asked for."""

import errno
import importlib
import os
import sys
from dataclasses import dataclass

from core.settings.settings import InvalidSetting
from deploy.embedded import data_folder, environment_file


@dataclass(frozen=True, slots=True)
class Command:
    module: str
    function: str
    summary: str
    takes_arguments: bool = False


FULL = (errno.ENOSPC, errno.EDQUOT)
NO_SPACE = "There is no space left where {folder} is. Free some space, then try again."

COMMANDS = {
    "up": Command("deploy.embedded.up", "up", "start everything here; Ctrl-C stops it"),
    "demo": Command("deploy.demo.command", "main", "sign a PDF from upload to seal", True),
    "verify": Command(
        "deploy.commands.verify", "main", "check whether a PDF is genuine and unchanged", True
    ),
    "doctor": Command(
        "deploy.health.doctor", "main", "show what is missing or wrong, and what to do"
    ),
    "jobs": Command(
        "deploy.commands.dead_jobs", "main", "list jobs that failed for good; --retry", True
    ),
    "bounce": Command(
        "deploy.commands.bounce", "main", "take in a report about an e-mail, from standard input"
    ),
    "recount": Command(
        "deploy.commands.recount", "main", "recalculate every organization's figures"
    ),
    "init": Command(
        "deploy.commands.init", "main", "create the first operator, organization and owner", True
    ),
    "operator": Command(
        "deploy.commands.operators", "main", "add, disable or reset an operator", True
    ),
    "migrate": Command(
        "deploy.commands.database", "migrate", "bring the database tables up to date"
    ),
    "export": Command(
        "deploy.commands.exports", "main", "write templates and envelopes into one ZIP", True
    ),
    "import": Command(
        "deploy.commands.imports.command", "main", "take over archives and other products", True
    ),
    "found-demo": Command("deploy.commands.database", "found_demo", "create the demo organization"),
    "upgrade-database": Command(
        "deploy.embedded.upgrade_database", "main", "move the embedded data to a newer PostgreSQL"
    ),
    "env-example": Command(
        "deploy.commands.env_example", "main", "write deploy/env.example from the table of settings"
    ),
    "translations": Command(
        "deploy.translations.command", "main", "find new sentences; show what is missing", True
    ),
    "mcp": Command(
        "deploy.mcp_server.command", "main", "serve the API's tools to an assistant (MCP)"
    ),
    "bench": Command("deploy.bench.command", "main", "measure this installation", True),
    "fuzz": Command("deploy.fuzz.command", "main", "try broken PDFs and random fields", True),
}


def main() -> None:
    name, *arguments = sys.argv[1:] or ["help"]
    command = COMMANDS.get(name)
    if command is None:
        _show_help(name)
    elif arguments and not command.takes_arguments:
        sys.exit(f"countersign {name} takes no arguments.")
    else:
        _run(command, arguments)


def _run(command: Command, arguments: list[str]) -> None:
    if command.function != "up":
        environment_file.adopt_environment()
    try:
        function = getattr(importlib.import_module(command.module), command.function)
        result = function(arguments) if command.takes_arguments else function()
    except InvalidSetting as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        if error.errno not in FULL:
            raise
        print(NO_SPACE.format(folder=data_folder.location()), file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # Who read the output, for example `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        result = 1
    sys.exit(result)


def _show_help(name: str) -> None:
    known = name in ("help", "-h", "--help")
    out = sys.stdout if known else sys.stderr
    if not known:
        print(f"There is no command {name}. These are the commands:", file=out)
    for each, command in COMMANDS.items():
        print(f"  {each:<18}{command.summary}", file=out)
    sys.exit(0 if known else 2)


if __name__ == "__main__":
    main()
