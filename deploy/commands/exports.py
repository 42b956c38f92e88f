"""`countersign export`: templates, envelopes and archived records as one ZIP."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from core.refusals import NotFound, Refusal
from deploy.commands.imports import acting
from deploy.commands.imports.acting import CommandMember
from deploy.console import say, stop
from tenants.openers import exchange_export


def main(arguments: list[str]) -> int:
    wanted = _parse(arguments)
    with acting.opened(wanted) as member:
        size = exported(member, wanted)
    say(f"{wanted.output}: {size} bytes")
    return 0


def exported(member: CommandMember, wanted: argparse.Namespace) -> int:
    """How many bytes there are. A file that is not whole is not left behind."""
    part = Path(f"{wanted.output}.part")
    try:
        pieces = exchange_export.export(
            *(member, datetime.now(UTC)),
            template_ids=wanted.template,
            envelope_ids=wanted.envelope,
            record_ids=wanted.record,
        )
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            size = file.tell()
        part.replace(wanted.output)
    except NotFound:
        stop("One of these is not there, or this member may not see it.")
    except Refusal as refusal:
        stop(refusal.message)
    except ConnectionAbortedError:
        stop("A stored file is missing or changed, so there is no archive.")
    finally:
        part.unlink(missing_ok=True)
    return size


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign export", description=__doc__)
    for name in ("template", "envelope", "record"):
        parser.add_argument(f"--{name}", type=UUID, action="append", default=[], metavar="ID")
    parser.add_argument("--output", required=True, metavar="FILE.zip")
    acting.add_options(parser)
    return parser.parse_args(arguments)
