"""Words that a language has in common with English: no one forgot to translate them."""

EVERYWHERE = (
    "Chile: RUT",
    "IBAN",
    "Portugal: NIF",
)
ALSO: dict[str, tuple[str, ...]] = {
    "de": (
        "%(question)s (optional)",
        "(optional)",
        "Browser",
        "Code",
        "Maximum",
        "Minimum",
        "Name",
        "Start",
        "Text",
        "Zoom",
    ),
}


def of(tag: str) -> frozenset[str | tuple[str, ...]]:
    return frozenset((*EVERYWHERE, *ALSO.get(tag, ())))
