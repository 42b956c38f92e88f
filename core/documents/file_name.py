"""Names of files that every system takes."""

from core.text.unicode_normalization import normalized

NAME_BYTES = 80
# What Windows takes for a device, whatever ending it has.
PORTS = {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
DEVICES = {"con", "prn", "aux", "nul"} | PORTS


def safe_file_name(name: str, taken: set[str]) -> str:
    """A name for a folder or file that every system takes, and nothing in `taken` has."""
    plain = "".join(" " if c in '/\\:*?"<>|' or not c.isprintable() else c for c in name)
    plain = normalized("NFC", " ".join(plain.split())).strip(". ") or "Envelope"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 4 or not stem:
        stem, ending = plain, ""
    stem = stem.encode()[:NAME_BYTES].decode(errors="ignore").strip(". ") or "Envelope"
    if stem.partition(".")[0].strip().casefold() in DEVICES:
        stem = f"_{stem}"
    tail, number = f".{ending}" if ending else "", 1
    found = f"{stem}{tail}"
    while found.casefold() in taken:
        number += 1
        found = f"{stem} ({number}){tail}"
    taken.add(found.casefold())
    return found
