"""Times as DocuSign writes them: in UTC, with seven decimals."""

from datetime import UTC, datetime

LENGTH = 26  # of a time with six decimals


def written(at: datetime | None) -> str | None:
    """None for what has not happened: such a member is left out."""
    if at is None:
        return None
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"


def read(text: str) -> datetime:
    """With or without decimals and zone; without a zone it is UTC. Raises ValueError."""
    plain, zone = text.strip(), "+00:00"
    if plain.endswith(("Z", "z")):
        plain = plain[:-1]
    elif "T" in plain and (sign := max(plain.rfind("+"), plain.rfind("-"))) > plain.index("T"):
        plain, zone = plain[:sign], plain[sign:]
    whole, point, decimals = plain.partition(".")
    at = datetime.fromisoformat(whole + (f".{decimals[:6]:0<6}" if point else ""))
    return datetime.fromisoformat(at.isoformat() + zone).astimezone(UTC)
