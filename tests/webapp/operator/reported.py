"""A report by a recipient, made as recipients make it."""

from flask import Flask

from core.envelopes.envelope import Envelope
from tenants.member import Member
from tests.webapp.visitors import Signer


def report(app: Flask, member: Member, envelope: Envelope, words: str, number: int = 0) -> str:
    """The address that operators post to."""
    signer = Signer(app, member, envelope, number)
    signer.open()
    form = {"reason": "fraud", "words": words, "write_back": "yes"}
    assert signer.post(f"{signer.page}/report", form).status_code == 303
    ids = member.organization.id, envelope.id, signer.recipient.id
    return "/operator/abuse-reports/" + "/".join(str(id) for id in ids)
