"""What a sender typed for one recipient, as it is kept: codes as hashes, phones as E.164."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from core.access import Permission
from core.envelopes import recipient_options
from core.envelopes.recipient_options import RecipientOptions
from core.refusals import Invalid, sentence
from core.signing.proofs import questions
from core.signing.proofs.providers import identity_check
from core.signing.proofs.providers.identity_check import IDENTITY_CHECK
from core.signing.proofs.providers.knowledge_check import KNOWLEDGE_CHECK
from core.signing.proofs.providers.work_account import WORK_ACCOUNT
from core.signing.proofs.sms_code import SMS_CODE
from tenants import email_addresses, phone_numbers
from tenants.transaction import Transaction
from tenants.use_cases.signing import identity_proofs

NO_PROVIDER = sentence(
    "Your organization has no single sign-on. Set it up, or choose another proof of identity."
)
NO_IDENTITIES = sentence(
    "This installation has no identity provider. Choose another proof of identity."
)
NO_SMS = sentence("This installation cannot send SMS. Choose e-mail.")
NO_QUESTIONS = sentence(
    "This installation has no service that asks about people. Choose another proof of identity."
)
NO_GATEWAY = sentence("This installation cannot send SMS. Choose another proof of identity.")


@dataclass(frozen=True, slots=True)
class TypedSecrets:
    """A new access code, and questions with their answers: what is stored only as a hash."""

    access_code: str = ""
    questions: Sequence[tuple[str, str]] = ()


def read(
    tx: Transaction,
    typed: RecipientOptions,
    before: RecipientOptions,
    secrets: TypedSecrets | None = None,
) -> RecipientOptions:
    """
    An access code or an answer that is not typed again stays as it was before.

    Raises Invalid with the names of options.
    """
    check_proofs(tx, typed.proofs)
    if typed.channel and not before.channel and not tx.settings.sends_sms:
        raise Invalid(channel=NO_SMS)
    if typed.host_email and not email_addresses.deliverable(typed.host_email.strip()):
        raise Invalid(host_email=recipient_options.HOST_EMAIL_PROBLEM)
    phone = phone_numbers.parse(typed.phone) if typed.phone.strip() else ""
    secrets = secrets or TypedSecrets()
    code = before.access_code
    if secrets.access_code.strip():
        code = identity_proofs.kept_access_code(tx, secrets.access_code)
    asked = _questions(tx, secrets.questions, before)
    return replace(
        typed,
        phone=phone,
        birthdate=identity_check.birthdate(typed.birthdate),
        access_code=code,
        questions=tuple(asked),
        answers=tuple(asked.values()),
    )


def _questions(
    tx: Transaction, typed: Sequence[tuple[str, str]], before: RecipientOptions
) -> dict[str, str]:
    """Each with what is kept of its answer. Raises Invalid."""
    known = dict(zip(before.questions, before.answers, strict=False))
    kept = {
        question: identity_proofs.kept_answer(tx, answer) if answer else known.get(question, "")
        for question, answer in questions.check(typed)
    }
    if not all(kept.values()):
        raise Invalid(questions=questions.NO_ANSWER)
    return kept


def check_proofs(tx: Transaction, proofs: Collection[str]) -> None:
    """Whether there is what they take. Raises Invalid."""
    for name in proofs:
        if why := _lacking(tx, name):
            raise Invalid(proofs=why)


def why_not(tx: Transaction, proof: str) -> str:
    """What a proof takes that is not set up; "" for nothing."""
    tx.require(Permission.SEND_ENVELOPES)
    return _lacking(tx, proof)


def _lacking(tx: Transaction, proof: str) -> str:
    if proof == SMS_CODE.name and not tx.settings.sends_sms:
        return NO_GATEWAY
    if proof == IDENTITY_CHECK.name and not tx.settings.identity_issuer:
        return NO_IDENTITIES
    if proof == KNOWLEDGE_CHECK.name and not tx.settings.kba_url:
        return NO_QUESTIONS
    if proof == WORK_ACCOUNT.name:
        stored = tx.sso_connections.get()
        return "" if stored and stored.connection.enabled else NO_PROVIDER
    return ""
