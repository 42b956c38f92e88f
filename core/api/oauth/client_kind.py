"""Where a client runs, which decides whether it can keep a secret."""

from collections.abc import Mapping
from enum import StrEnum

from core.refusals import sentence


class ClientKind(StrEnum):
    CONFIDENTIAL = "confidential"
    PUBLIC = "public"
    NATIVE = "native"

    @property
    def has_secret(self) -> bool:
        return self is ClientKind.CONFIDENTIAL


WORDS: Mapping[ClientKind, str] = {
    ClientKind.CONFIDENTIAL: sentence("On a server, where it keeps a secret"),
    ClientKind.PUBLIC: sentence("In a browser, without a secret"),
    ClientKind.NATIVE: sentence("On people’s devices, without a secret"),
}
