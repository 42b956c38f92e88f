"""The catalogs in git: templates/translations/<language>/LC_MESSAGES/<domain>.po."""

from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from templates import language

SIGNERS, PORTAL = "messages", "portal"
"""The domains: what signers read, and what only members and operators do."""

HEADER = """\
# Countersign in %s. Written by ./countersign translations, translated by people.
# A language is offered once every sentence here has a translation."""
# Nobody needs to know, and a date in each file would make every change a conflict.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def path(tag: str, domain: str) -> Path:
    return language.FOLDER / language.folder_name(tag) / "LC_MESSAGES" / f"{domain}.po"


def begun(domain: str) -> list[str]:
    """The tags of the languages that have a catalog of this domain."""
    found = language.FOLDER.glob(f"*/LC_MESSAGES/{domain}.po")
    return sorted(file.parents[1].name.replace("_", "-") for file in found)


def read(tag: str, domain: str) -> Catalog:
    """An empty one where there is none."""
    file = path(tag, domain)
    if not file.is_file():
        return Catalog(locale=language.folder_name(tag))
    with file.open("rb") as opened:
        return read_po(opened, locale=language.folder_name(tag), domain=domain)


def write(tag: str, domain: str, catalog: Catalog) -> None:
    catalog.header_comment = HEADER % tag
    catalog.project, catalog.version, catalog.fuzzy = "Countersign", "1", False
    catalog.creation_date = catalog.revision_date = NO_DATE
    made = BytesIO()
    write_po(made, catalog, width=100, no_location=True, ignore_obsolete=True)
    file = path(tag, domain)
    if file.is_file() and file.read_bytes() == made.getvalue():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(made.getvalue())


def merge(catalog: Catalog, template: Catalog, other: Catalog) -> None:
    """
    The catalog holds what the template does: new sentences are added, others removed.

    What resembles a sentence that was there is marked as fuzzy, until someone has looked at it. A
    sentence whose audience changed keeps its translation, which is in the `other` domain's.
    """
    # Of its own: a sentence that is new is taken in as it is, and would say in the next language
    # what it says in this one.
    catalog.update(deepcopy(template), update_header_comment=False, update_creation_date=False)
    for message in messages(catalog):
        known = other.get(message.id)
        # A word and the same word counted are two entries.
        if (
            known
            and known.pluralizable == message.pluralizable
            and not (message.string and all(forms(message)))
            and all(forms(known))
        ):
            message.string = known.string
            message.flags = known.flags


def messages(catalog: Catalog) -> list[Message]:
    """Without the header."""
    return [message for message in catalog if message.id]


def forms(message: Message) -> tuple[str, ...]:
    """The translation, or the translations of a counted sentence."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
