"""Words that a language has in common with English: no one forgot to translate them."""

EVERYWHERE = (
    "Chile: RUT",
    "IBAN",
    "Portugal: NIF",
)
ALSO: dict[str, tuple[str | tuple[str, ...], ...]] = {
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
    "es": (
        "%(number)s bytes",
        "India: Aadhaar",
        "India: PAN",
        "Total",
        "Zoom",
    ),
    "fr": (
        ("%(num)d page", "%(num)d pages"),
        "%(organization)s via %(platform)s",
        "Actions",
        "Code",
        "Date",
        "Document",
        "Documents",
        "E-mail",
        "image",
        "Image",
        "Maximum",
        "Menu",
        "Minimum",
        "Note",
        "Page",
        "page %(number)s",
        "Pages",
        "Questions",
        "Signature",
        "signature",
        "Style %(number)s",
        "Total",
        "Validation",
        "Zoom",
    ),
}


def of(tag: str) -> frozenset[str | tuple[str, ...]]:
    return frozenset((*EVERYWHERE, *ALSO.get(tag, ())))
