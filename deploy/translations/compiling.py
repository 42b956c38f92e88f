"""
Catalogs to what the product reads: a language without a file is not offered.

Part of the set-up, and quick where nothing has changed.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo

from deploy.translations import catalogs, faults
from deploy.translations.catalogs import PORTAL, SIGNERS


def main() -> None:
    for domain in (SIGNERS, PORTAL):
        for tag in catalogs.begun(domain):
            compile_catalog(tag, domain)


def compile_catalog(tag: str, domain: str) -> None:
    """Writes messages.mo beside messages.po; where something is missing or wrong, removes it."""
    source = catalogs.path(tag, domain)
    target = source.with_suffix(".mo")
    if target.is_file() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return
    catalog = catalogs.read(tag, domain)
    if next(faults.of_catalog(tag, catalog), None):
        target.unlink(missing_ok=True)
        return
    made = Path(f"{target}.{os.getpid()}")
    with made.open("wb") as file:
        write_mo(file, catalog)
    made.replace(target)


if __name__ == "__main__":
    main()
