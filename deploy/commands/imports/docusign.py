"""`countersign import docusign FILE…`: template definitions of DocuSign become templates here."""

import hashlib
import json
from pathlib import Path

from core.exchange.docusign import template
from core.exchange.docusign.template import NoTemplate
from deploy.commands.imports.foreign_import import ForeignImport
from deploy.console import stop

LIMIT = 200_000_000  # bytes of a file


def all(run: ForeignImport, names: list[str]) -> None:
    """Each file has one definition, or a list of them."""
    run.source = "docusign"
    for name in names:
        path = Path(name)
        try:
            if path.stat().st_size > LIMIT:
                stop(f"{name} is larger than 200 MB.")
            text = path.read_bytes()
            found = list(template.each(json.loads(text)))
        except (OSError, ValueError, RecursionError) as problem:
            stop(f"{name} cannot be read: {problem}")
        if not found:
            run.report.pass_over("template", name, name, "there is no template in it")
        for n, given in enumerate(found):
            try:
                read = template.read(given)
            except NoTemplate as why:
                run.report.pass_over("template", f"{name} ({n + 1})", name, str(why))
                continue
            said = json.dumps(given, sort_keys=True).encode()
            id = read.item["id"] or hashlib.sha256(said).hexdigest()
            if run.is_there("template", id):
                continue
            run.take(
                *("templates", "template", id, read.item["name"], read.item),
                *(read.files, read.left_out),
            )
