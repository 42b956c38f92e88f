"""Every sentence that stands in the product, found where it is marked for translation."""

from collections import defaultdict

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from deploy.console import ROOT
from deploy.translations import audience
from deploy.translations.catalogs import PORTAL, SIGNERS

CONFIGURATION = ROOT / "templates" / "translations" / "babel.cfg"
MARKS = {"_": None, "gettext": None, "sentence": None, "ngettext": (1, 2), "counted": (1, 2)}

Words = str | tuple[str, ...]


def templates() -> dict[str, Catalog]:
    """What a complete catalog of each domain holds, untranslated, in the order of the files."""
    made = {SIGNERS: Catalog(), PORTAL: Catalog()}
    for words, files in sentences().items():
        domain = SIGNERS if audience.is_for_signers(words, files) else PORTAL
        made[domain].add(words)
    return made


def sentences() -> dict[Words, set[str]]:
    """Each sentence, or the forms of a counted one, and the files in which it stands."""
    with CONFIGURATION.open() as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    found: dict[Words, set[str]] = defaultdict(set)
    for file, _, words, _, _ in extract_from_dir(ROOT, methods, options, MARKS):
        if words:
            found[words].add(file)
    return dict(sorted(found.items(), key=lambda pair: min(pair[1])))
