"""`countersign import archive | docusign | docuseal | documenso`: what comes from elsewhere."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from actors.pdf.page_sizes import page_sizes
from actors.pdf.sandbox import sandbox
from core.exchange.refusals import ExchangeInvalid
from core.exchange.translated import PageSizes
from core.refusals import Refusal
from deploy.commands.imports import acting, docusign, foreign_database
from deploy.commands.imports.acting import CommandMember
from deploy.commands.imports.documenso import DocumensoImport
from deploy.commands.imports.docuseal import DocuSealImport
from deploy.commands.imports.foreign_files import ForeignFiles
from deploy.commands.imports.foreign_import import ForeignImport
from deploy.commands.imports.import_report import ImportReport
from deploy.console import say, stop
from tenants.exchange import archive_reader
from tenants.openers import exchange_import

SECONDS = 20.0


def main(arguments: list[str]) -> int:
    """0: all was taken over; 1: something was not, and the report says why."""
    wanted = _parse(arguments)
    with acting.opened(wanted) as member:
        if wanted.what == "archive":
            return archive(member, wanted.file)
        return imported(member, wanted)


def imported(member: CommandMember, wanted: argparse.Namespace) -> int:
    """From another product."""
    report = ImportReport(wanted.what)
    with _measuring() as pages:
        run = ForeignImport(member, report, pages, lambda: datetime.now(UTC))
        if wanted.what == "docusign":
            docusign.all(run, wanted.file)
        else:
            database = foreign_database.opened(wanted.database)
            files = ForeignFiles(wanted.files)
            try:
                if wanted.what == "docuseal":
                    DocuSealImport(database, files, run, wanted.drafts).all(wanted.account)
                else:
                    DocumensoImport(database, files, run, wanted.drafts).all(wanted.team)
            finally:
                database.close()
    for told in report.lines():
        say(told)
    if wanted.report:
        report.write(wanted.report)
    return 1 if report.not_taken else 0


def archive(member: CommandMember, name: str) -> int:
    try:
        with Path(name).open("rb") as stream:
            bundle = archive_reader.read(stream)
            made = exchange_import.take_over(member, bundle, datetime.now(UTC))
    except OSError as problem:
        stop(f"{name} cannot be read: {problem}")
    except ExchangeInvalid as invalid:
        told = [f"  {p['pointer'] or 'ZIP'}: {p['detail']}" for p in invalid.problems]
        stop(invalid.message, *told)
    except Refusal as refusal:
        stop(refusal.message)
    for item in made:
        say(f"{item.kind.replace('_', ' ')} “{item.name}”: {item.id}")
    return 0


@contextmanager
def _measuring() -> Iterator[Callable[[bytes], PageSizes]]:
    """Pages are measured in a child, for the files are no one's we know."""
    sandbox.start(["actors.pdf.page_sizes"])

    def pages(data: bytes) -> PageSizes:
        if not data.startswith(b"%PDF-"):
            return ()
        try:
            return tuple(sandbox.run(page_sizes, data, seconds=SECONDS))
        except (sandbox.ChildFailed, sandbox.ChildKilled):
            return ()

    try:
        yield pages
    finally:
        sandbox.stop()


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign import", description=__doc__)
    kinds = parser.add_subparsers(dest="what", required=True)
    archive = kinds.add_parser("archive", help="a ZIP that Countersign exported")
    archive.add_argument("file", metavar="FILE.zip")
    files = kinds.add_parser("docusign", help="template definitions of DocuSign")
    files.add_argument("file", metavar="FILE.json", nargs="+")
    for name, help in (("docuseal", "a DocuSeal database"), ("documenso", "a Documenso database")):
        own = kinds.add_parser(name, help=help)
        own.add_argument("--database", required=True, metavar="URL", help="it is only read")
        own.add_argument(
            "--files", required=True, metavar="PATH", help="a folder, or s3://bucket/folder"
        )
        own.add_argument(
            "--drafts", action="store_true", help="make drafts of what is not completed"
        )
        if name == "docuseal":
            own.add_argument("--account", default="", metavar="ID", help="where there are several")
        else:
            own.add_argument("--team", default="", metavar="URL", help="where there are several")
    for own in kinds.choices.values():
        acting.add_options(own)
        if own is not archive:
            own.add_argument(
                "--report", default="", metavar="FILE.json", help="where to write the report"
            )
    return parser.parse_args(arguments)
