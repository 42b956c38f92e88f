"""Links that open an organization: mailed with what was asked for, which is kept sealed."""

import json
from dataclasses import asdict
from datetime import timedelta

from core.organizations.sign_up import Foundation
from core.principal import OperatorPrincipal
from core.signing import link
from tenants.encryption.keys import Key
from tenants.identifiers import new_token
from tenants.installation import Installation
from tenants.store.organizations.sign_ups import SealedSignUp
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import account_mail

CONTEXT = "sign-up"
INVITED = "founding"
INVITED_LIFETIME = timedelta(days=7)


def mail_link(
    tx: Transaction, kind: str, email: str, foundation: Foundation, lifetime: timedelta
) -> None:
    """
    `kind` is that of the letter: "sign_up", or INVITED by the operator who acts.

    Nothing that was typed stands in it: anyone can type an address that is not theirs, and a
    mail of ours must not carry their words. In a transaction of the platform's own organization.
    """
    token = new_token()
    words = account_mail.Words(kind, name="", address=email, link=f"/sign-ups/{token}")
    session = tx.principal.session if isinstance(tx.principal, OperatorPrincipal) else b""
    kept = seal_application(tx.rows.key, email, foundation, invited=kind == INVITED)
    tx.sign_ups.begin(link.digest(token), kept, lifetime, session)
    tx.jobs.add(tx.organization_id, [account_mail.letter(tx.rows, words)])


def seal_application(key: Key, email: str, foundation: Foundation, invited: bool) -> SealedSignUp:
    words = json.dumps({"email": email, "foundation": asdict(foundation)}).encode()
    return SealedSignUp(key.encrypt(words, CONTEXT), invited)


def unseal_application(installation: Installation, kept: SealedSignUp) -> tuple[str, Foundation]:
    """The address that the link was mailed to, and what was asked for."""
    words = json.loads(installation.platform.key.decrypt(kept.sealed, CONTEXT))
    return str(words["email"]), Foundation(**words["foundation"])
