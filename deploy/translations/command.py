"""`./countersign translations`: finds new sentences and says what is not translated yet."""

import sys

from core.text.languages import OWN_NAMES
from deploy.translations import catalogs, compiling, extraction, faults
from deploy.translations.catalogs import PORTAL, SIGNERS

USAGE = """\
usage: countersign translations [--missing] [LANGUAGE] [--portal]
Merges every sentence of the product into the catalogs and says what they lack.
  LANGUAGE   begins its catalog, if it has none, and is the only one that is shown
  --missing  lists the sentences
  --portal   the portal's sentences of that language too, which de, fr and es are to have"""


def main(arguments: list[str]) -> int:
    options = {a for a in arguments if a.startswith("-")}
    tags = [a for a in arguments if not a.startswith("-")]
    if options - {"--missing", "--portal"} or set(tags) - set(OWN_NAMES) or "en" in tags:
        print(USAGE, file=sys.stderr)
        print("The languages:", ", ".join(sorted(set(OWN_NAMES) - {"en"})), file=sys.stderr)
        return 2
    domains = (SIGNERS, PORTAL) if "--portal" in options else (SIGNERS,)
    merge_all({(tag, domain) for tag in tags for domain in domains})
    compiling.main()
    for domain in (SIGNERS, PORTAL):
        for tag in tags or catalogs.begun(domain):
            if catalogs.path(tag, domain).is_file():
                _report(tag, domain, "--missing" in options)
    return 0


def merge_all(new: set[tuple[str, str]] | None = None) -> None:
    """`new` are catalogs that are to begin, by tag and domain."""
    templates = extraction.templates()
    wanted = {(tag, domain) for domain in templates for tag in catalogs.begun(domain)}
    before = {
        (tag, domain): catalogs.read(tag, domain)
        for tag, _ in wanted | (new or set())
        for domain in templates
    }
    for tag, domain in sorted(wanted | (new or set())):
        catalog = catalogs.read(tag, domain)
        other = before[tag, PORTAL if domain == SIGNERS else SIGNERS]
        catalogs.merge(catalog, templates[domain], other)
        catalogs.write(tag, domain, catalog)


def _report(tag: str, domain: str, lists: bool) -> None:
    catalog = catalogs.read(tag, domain)
    wrong = list(faults.of_catalog(tag, catalog))
    whose = "signers" if domain == SIGNERS else "the portal"
    all_of_it, lacking = len(catalogs.messages(catalog)), len({m.id for m, _ in wrong})
    state = f"{lacking} to do, so it is not offered" if lacking else "complete"
    print(f"{tag:<8} {OWN_NAMES[tag]:<20} {all_of_it:>5} sentences of {whose}: {state}")
    if lists:
        for message, fault in wrong:
            print(f"    {message.id!r} {fault}")
