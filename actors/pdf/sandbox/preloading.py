"""Loads what libraries import only when they meet it: a child may be unable to read their files."""

import importlib
import pkgutil
from contextlib import suppress

PACKAGES = (
    "asn1crypto",
    "encodings",
    "pyhanko.pdf_utils",
    "pyhanko.sign",
    "pyhanko_certvalidator",
    "pypdf",
)
LATE = ("_strptime", "stringprep", "unicodedata", "zoneinfo")
"""Of the standard library, those that functions import when they are called."""

MAIN = "__main__"


def load() -> None:
    """Import every module of these packages, codecs above all: a title may be in any of them."""
    for name in LATE:
        importlib.import_module(name)
    for package in PACKAGES:
        path = importlib.import_module(package).__path__
        for found in pkgutil.walk_packages(path, f"{package}.", onerror=lambda _: None):
            if not found.name.endswith(MAIN):
                with suppress(ImportError):  # for another system, or wants what is not installed
                    importlib.import_module(found.name)
