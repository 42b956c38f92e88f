"""Links that open an organization: mailed with what was asked for, which is kept sealed."""

import json
from dataclasses import asdict
from datetime import timedelta

from core.organizations.sign_up import Foundation
from core.signing import link
from tenants.identifiers import new_token
from tenants.installation import Installation
from tenants.store.directory import SealedSignUp
from tenants.use_cases.sign_in import account_mail, mail_limits

CONTEXT = "sign-up"
INVITED = "founding"


def mail_link(
    installation: Installation,
    kind: str,
    email: str,
    foundation: Foundation,
    lifetime: timedelta,
    by: bytes,
    session: bytes = b"",
) -> None:
    """
    `kind` is that of the letter: "sign_up", or INVITED by an operator. Raises TooManyMails.

    Nothing that was typed stands in it: anybody can type an address that is not theirs, and a
    mail of ours must not carry their words.
    """
    mail_limits.count_mail(installation, kind, by, email)
    token = new_token()
    letter = account_mail.letter(
        installation.platform,
        account_mail.Words(
            kind=kind,
            name="",
            address=email,
            link=f"/sign-ups/{token}",
        ),
    )
    kept = seal(installation, email, foundation, invited=kind == INVITED)
    installation.door.begin_sign_up(link.digest(token), kept, lifetime, session)
    with installation.platform.transaction() as tx:
        tx.jobs.add(tx.organization_id, [letter])


def seal(
    installation: Installation, email: str, foundation: Foundation, invited: bool
) -> SealedSignUp:
    words = json.dumps({"email": email, "foundation": asdict(foundation)}).encode()
    return SealedSignUp(installation.platform.key.encrypt(words, CONTEXT), invited)


def unseal(installation: Installation, kept: SealedSignUp) -> tuple[str, Foundation]:
    """The address that the link was mailed to, and what was asked for."""
    words = json.loads(installation.platform.key.decrypt(kept.sealed, CONTEXT))
    return str(words["email"]), Foundation(**words["foundation"])
