"""What a provider of SMS tells: what became of an SMS, and what phones answered."""

import hashlib
from datetime import datetime

from core.delivery import letter_mark, phone_hash
from core.envelopes.delivery import texting
from core.principal import SystemPrincipal
from tenants.installation import Installation
from tenants.use_cases.envelopes.delivery import texts

PROVIDER = SystemPrincipal("SMS provider")


def failed(installation: Installation, mark: str, letter: str, code: int, now: datetime) -> bool:
    """Whether it was news; False also for a mark that is not ours."""
    about = letter_mark.read(installation.settings.link_key, mark)
    if about is None:
        return False
    with installation.organization(about.organization_id).transaction(PROVIDER) as tx:
        return texts.take_report(tx, about, letter, code, now)


def answered(installation: Installation, phone: str, text: str, id: str, now: datetime) -> str:
    """
    What the phone gets to read, "" for nothing. An answer counts once, by its id; those with no
    word that is known change nothing.
    """
    word = text.strip().strip(".!").upper()
    if word in texting.HELP:
        return f"Countersign, {installation.settings.base_url}. Reply STOP for no more SMS."
    if word not in texting.STOP | texting.START:
        return ""
    directory = installation.directory
    if not directory.take_text(hashlib.sha256(id.encode()).digest()):
        return ""
    hashed = phone_hash.of(installation.settings.link_key, phone)
    stops = word in texting.STOP
    if stops:
        directory.stop_texts(hashed)
    else:
        directory.resume_texts(hashed)
    for about in directory.texted(hashed):
        with installation.organization(about.organization_id).transaction(PROVIDER) as tx:
            act = texts.stop if stops else texts.resume
            act(tx, about.envelope_id, about.recipient_id, now)
    return ""
