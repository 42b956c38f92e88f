"""How many SMS a text is: letters beyond the usual ones of phones take more than twice the room."""

# GSM 03.38: what takes one place, and what takes two.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€")
# What would turn a whole text into the longer encoding for the sake of its looks.
PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "…": "...", "–": "-"}
    | {"—": "-", "\u00a0": " ", "\u202f": " "}
)


def plain(text: str) -> str:
    return text.translate(PLAIN)


def count(text: str) -> int:
    """Several parts carry what puts them together again, which takes room as well."""
    if set(text) <= BASIC | EXTENDED:
        places, alone, together = len(text) + sum(c in EXTENDED for c in text), 160, 153
    else:
        places, alone, together = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if places <= alone else -(-places // together)
