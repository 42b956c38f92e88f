"""A copy for paper of what is not sealed yet: what each of its pages says about that."""

from core.envelopes.envelope import Envelope, Status
from core.refusals import sentence

NOT_SIGNED = sentence("Not signed yet")
NOT_BY_ALL = sentence("Not signed by everyone yet")
NOT_SEALED = sentence("Not the sealed document")


def unsigned(envelope: Envelope, signed: bool) -> str:
    """`signed`: whether its reader, or anyone for whom they ask, has finished. "" once sealed."""
    if envelope.status is Status.COMPLETED:
        return ""
    if not signed:
        return NOT_SIGNED
    return NOT_SEALED if envelope.status is Status.SIGNED else NOT_BY_ALL
