"""The consent of a recipient: which disclosure they accepted, and when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """`sha256` is of the disclosure's text, in hex; `language` the one it was shown in; UTC."""

    version: str
    sha256: str
    language: str
    at: datetime
