"""The scopes of DocuSign's sign-in, which know no more than signing as a whole."""

SIGNATURE, IMPERSONATION, EXTENDED = "signature", "impersonation", "extended"
WORDS = frozenset({SIGNATURE, IMPERSONATION, EXTENDED})


def in_our_words(asked: str) -> frozenset[str] | None:
    """Where one of theirs is among them, all that the application may have: None. Else these."""
    names = frozenset(asked.split())
    return None if names & WORDS else names


def are_theirs(asked: str) -> bool:
    return bool(WORDS.intersection(asked.split()))
